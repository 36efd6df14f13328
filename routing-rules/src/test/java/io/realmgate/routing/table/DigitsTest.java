package io.realmgate.routing.table;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.Names;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Digits are read eight at a time; what they are is said here one by one. */
class DigitsTest {

    @Property(tries = 2_000)
    void textsAreReadAsTheyStand(@ForAll("texts") String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        assertThat(Digits.read(Names.octets(text), Encoding.DIGITS)).isEqualTo(plain(digits));
    }

    @Property(tries = 2_000)
    void anImsiEndsAtTheFirstAt(@ForAll("texts") String user, @ForAll("texts") String behind, @ForAll boolean at) {
        String text = at ? user + "@" + behind : user;
        String imsi = user.length() == 16 ? user.substring(1) : user;
        long expected = imsi.length() < 6 || imsi.length() > 15 ? Digits.NONE : plain(imsi);
        assertThat(Digits.read(Names.octets(text), Encoding.NAI)).isEqualTo(expected);
    }

    @Example
    void everyOctetButTheTenDigitsIsNone() {
        for (int place = 0; place < 15; place++) {
            for (int octet = 0; octet < 256; octet++) {
                byte[] text = "001010000000001".getBytes(US_ASCII);
                text[place] = (byte) octet;
                boolean digit = octet >= '0' && octet <= '9';
                boolean plus = place == 0 && octet == '+';
                assertThat(Digits.read(Names.octets(text), Encoding.DIGITS) != Digits.NONE)
                        .isEqualTo(digit || plus);
            }
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> digits = Arbitraries.strings().numeric().ofMaxLength(20);
        Arbitrary<String> mixed = Arbitraries.strings()
                .withChars("0123456789")
                .withChars('/', ':', '+', ' ', 'p', '\u00b0')
                .ofMaxLength(20);
        return Arbitraries.frequencyOf(Tuple.of(3, digits), Tuple.of(1, mixed));
    }

    private static long plain(String digits) {
        return digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Digits.parse(digits) : Digits.NONE;
    }
}
