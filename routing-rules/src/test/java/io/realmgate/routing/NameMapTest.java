package io.realmgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameMapTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1000, 1025})
    void findsEachNameInAnyCaseAndNoOther(int count) {
        IntFunction<String> name = i -> "mme" + i + ".epc.example";
        Map<String, Integer> entries = new HashMap<>();
        IntStream.range(0, count).forEach(i -> entries.put(name.apply(i), i));
        NameMap<Integer> map = new NameMap<>(entries);

        for (int i = 0; i < count; i++) {
            assertThat(map.get(octets(name.apply(i).toUpperCase(Locale.ROOT)))).isEqualTo(i);
            assertThat(map.getTail(octets("x@" + name.apply(i)), 2)).isEqualTo(i);
        }
        IntStream.range(count, count + 1000)
                .forEach(i -> assertThat(map.get(octets(name.apply(i)))).isNull());
    }

    /** Names of a realm differ in a few digits, wherever those are: none of these series may be much worse than chance. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%d.net",
                "%d.org",
                "x.%d",
                "epc.%d.example",
                "mme%d.visited.example",
                "epc.mnc%03d.mcc262.3gppnetwork.org",
                "realm.example.%d"
            })
    void namesThatDifferInAFewDigitsAreSpread(String pattern) {
        long distinct = IntStream.range(0, 1000)
                .map(i -> Names.hash(octets(String.format(Locale.ROOT, pattern, i))) & 4095)
                .distinct()
                .count();
        // 4096 * (1 - exp(-1000 / 4096)) = 887 of a random function, give or take 10
        assertThat(distinct).isGreaterThan(840);
    }

    private static Octets octets(String name) {
        return Names.octets(name);
    }
}
