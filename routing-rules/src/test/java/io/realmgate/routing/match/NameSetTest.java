package io.realmgate.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.Names;
import io.realmgate.routing.model.NamePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A set of few names compares, a set of many hashes: both must say what the patterns themselves say. */
class NameSetTest {

    @Property(tries = 500)
    void fewAndManyAgreeWithThePatterns(@ForAll("patterns") List<NamePattern> patterns, @ForAll("names") String name) {
        boolean expected = patterns.stream().anyMatch(p -> p.matches(name.toLowerCase(Locale.ROOT)));
        assertThat(new NameSet(patterns).contains(Names.octets(name))).isEqualTo(expected);

        List<NamePattern> many = new ArrayList<>(patterns);
        for (int i = 0; i < 20; i++) {
            many.add(new NamePattern.Exact("filler" + i));
            many.add(new NamePattern.Below("filler" + i));
        }
        assertThat(new NameSet(many).contains(Names.octets(name))).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("a", "B", "ab", "", "filer")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(labels -> String.join(".", labels));
    }

    @Provide
    Arbitrary<List<NamePattern>> patterns() {
        Arbitrary<String> domains =
                Arbitraries.of("a", "b", "ab").list().ofMinSize(1).ofMaxSize(3).map(labels -> String.join(".", labels));
        Arbitrary<NamePattern> exact = domains.map(NamePattern.Exact::new);
        Arbitrary<NamePattern> below = domains.map(NamePattern.Below::new);
        return Arbitraries.oneOf(exact, below).list().ofMaxSize(5);
    }

    @Test
    void tenThousandNamesAreAllFoundAndNoOther() {
        List<NamePattern> patterns = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            patterns.add(new NamePattern.Exact(realm(i)));
        }
        NameSet set = new NameSet(patterns);
        for (int i = 0; i < 10_000; i++) {
            assertThat(set.contains(Names.octets(realm(i).toUpperCase(Locale.ROOT))))
                    .isTrue();
            assertThat(set.contains(Names.octets(realm(i + 10_000)))).isFalse();
        }
    }

    @Test
    void anEmptySetHoldsNothing() {
        assertThat(new NameSet(List.of()).contains(Names.octets("a"))).isFalse();
        assertThat(new NameSet(List.of()).contains(Names.octets(""))).isFalse();
    }

    private static String realm(int i) {
        return String.format(Locale.ROOT, "epc.mnc%03d.mcc%03d.3gppnetwork.org", i % 1000, i / 1000);
    }
}
