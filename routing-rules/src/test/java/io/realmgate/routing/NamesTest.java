package io.realmgate.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Property(tries = 200)
    void equalNamesHaveEqualHashesInEveryForm(@ForAll @AlphaChars @StringLength(max = 40) String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        byte[] upper = name.toUpperCase(Locale.ROOT).getBytes(ISO_8859_1);
        assertThat(Names.lowerCase(name)).isEqualTo(lower);
        assertThat(Names.hash(name))
                .isEqualTo(Names.hash(lower))
                .isEqualTo(Names.hash(upper))
                .isEqualTo(Names.hash(Names.octets(upper)));
        assertThat(Names.equalsIgnoreCase(Names.octets(upper), Names.lowerCaseBytes(name)))
                .isTrue();
        assertThat(Names.equalsIgnoreCase(upper, Names.lowerCaseBytes(name))).isTrue();
        assertThat(Names.equalsIgnoreCase(Names.octets(upper), lower)).isTrue();
    }

    @Test
    void otherLengthOrOtherLettersAreNotEqual() {
        assertThat(Names.equalsIgnoreCase(Names.octets("abc"), "abd")).isFalse();
        assertThat(Names.equalsIgnoreCase(Names.octets("abc"), "abcd")).isFalse();
        assertThat(Names.equalsIgnoreCase(new byte[] {'a'}, new byte[] {'b'})).isFalse();
        assertThat(Names.equalsIgnoreCase(new byte[] {'a'}, new byte[] {'a', 'a'}))
                .isFalse();
        assertThat(Names.equalsIgnoreCase(Names.octets("["), "{")).isFalse();
    }

    @Test
    void aSuffixNeedsSomethingBeforeIt() {
        byte[] suffix = Names.lowerCaseBytes(".home.example");
        assertThat(Names.matchesSuffix(Names.octets("a.HOME.example"), suffix)).isTrue();
        assertThat(Names.matchesSuffix("a.HOME.example".getBytes(ISO_8859_1), suffix))
                .isTrue();
        assertThat(Names.matchesSuffix("a.HOME.example", ".home.example")).isTrue();
        assertThat(Names.matchesSuffix(Names.octets(".home.example"), suffix)).isFalse();
        assertThat(Names.matchesSuffix(".home.example", ".home.example")).isFalse();
        assertThat(Names.matchesSuffix(Names.octets("home.example"), suffix)).isFalse();
    }

    @Test
    void whatCannotBePrintedIsEscaped() {
        assertThat(Names.text(Names.octets("a\u0000\\é"))).isEqualTo("a\\x00\\x5c\\xc3\\xa9");
    }
}
