package io.realmgate.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Property(tries = 200)
    void equalNamesHaveEqualHashesInEveryForm(@ForAll @AlphaChars @StringLength(max = 40) String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        byte[] upper = name.toUpperCase(Locale.ROOT).getBytes(ISO_8859_1);
        assertThat(Names.lowerCase(name)).isEqualTo(lower);
        assertThat(Names.hash(Names.octets(upper)))
                .isEqualTo(Names.hash(Names.octets(lower)))
                .isEqualTo(Names.hash(Names.octets("x.y" + name), 3));
        assertThat(Names.equalsIgnoreCase(Names.octets(upper), Names.lowerCaseBytes(name)))
                .isTrue();
        assertThat(Names.equalsIgnoreCase(upper, Names.lowerCaseBytes(name))).isTrue();
        assertThat(Names.equalsIgnoreCase(Names.octets(upper), lower)).isTrue();
    }

    @Property(tries = 500)
    void wordsAreFoldedAndComparedAsBytesAre(
            @ForAll @Size(max = 50) byte[] left, @ForAll @Size(max = 50) byte[] right) {
        byte[] folded = right.clone();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = Names.lower(folded[i]);
        }
        assertThat(Names.equalsIgnoreCase(Names.octets(right), folded)).isTrue();
        assertThat(Names.equalsIgnoreCase(Names.octets(left), folded)).isEqualTo(Names.equalsIgnoreCase(left, folded));
        assertThat(Names.hash(Names.octets(right))).isEqualTo(Names.hash(Names.octets(folded)));
        for (int start = 0; start <= right.length; start++) {
            Octets tail = Names.octets(Arrays.copyOfRange(right, start, right.length));
            assertThat(Names.hash(Names.octets(right), start)).isEqualTo(Names.hash(tail));
        }
    }

    @Property(tries = 500)
    void everyDotIsFound(
            @ForAll @StringLength(max = 40) @Chars({'.', '/', '-', 'a'}) String name, @ForAll boolean plain) {
        Octets octets = Names.octets(name);
        // Without the eight bytes at once that an array has of its own.
        Octets bytewise = new Octets() {
            @Override
            public int length() {
                return octets.length();
            }

            @Override
            public byte byteAt(int index) {
                return octets.byteAt(index);
            }
        };
        for (int from = 0; from <= name.length(); from++) {
            assertThat(Names.dot(plain ? octets : bytewise, from)).isEqualTo(name.indexOf('.', from));
        }
        assertThat(Names.at(Names.octets(name.replace('/', '@')))).isEqualTo(name.indexOf('/'));
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
