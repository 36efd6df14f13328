package io.realmgate.routing.model;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/** What is asked of the value of an AVP. */
public sealed interface AvpTest {

    /** Whether the AVP is there at all. */
    record Present(boolean expected) implements AvpTest {}

    /**
     * The value is a number in one of some ranges.
     *
     * @param signed whether its first bit is a sign (Integer32, Integer64)
     * @param orAbsent whether a message without the AVP passes too
     */
    record Numbers(List<Range> ranges, boolean signed, boolean orAbsent) implements AvpTest {
        public Numbers {
            ranges = List.copyOf(ranges);
        }
    }

    /** All numbers from {@code least} to {@code most}. */
    record Range(long least, long most) {
        public boolean contains(long number) {
            return number >= least && number <= most;
        }
    }

    /** The octets of the value are, begin with or end in one of some sequences. */
    record Text(List<TextPattern> patterns) implements AvpTest {
        public Text {
            patterns = List.copyOf(patterns);
        }
    }

    /** Which part of a value a text is compared with. */
    enum Part {
        WHOLE,
        START,
        END
    }

    /**
     * Octets to compare with.
     *
     * @param octets a character (0 to 255) for each octet; in lower case if {@code ignoreCase}
     * @param ignoreCase whether A to Z equal a to z
     */
    record TextPattern(Part part, String octets, boolean ignoreCase) {
        public TextPattern {
            octets = ignoreCase ? octets.toLowerCase(Locale.ROOT) : octets;
        }
    }

    /** The value, read as UTF-8, has a part that fits. */
    record Regex(Pattern pattern) implements AvpTest {}
}
