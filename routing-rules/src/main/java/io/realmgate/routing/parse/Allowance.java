package io.realmgate.routing.parse;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.realmgate.routing.table.LookupTable;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of one set may take besides what grows with their length: a few characters of a regular expression can stand for
 * millions, and each rule that sends by a table has a decision for each of its values. For one thread.
 */
final class Allowance {

    private static final int LONGEST_REGEX = 1_000;

    /** Characters that one regular expression may stand for with its repetitions written out. */
    private static final int MOST_REPEATED = 10_000;

    /** The same beyond the length of their texts, for all of them together: about 50 MB. */
    private static final long MOST_REPEATED_IN_ALL = 1_000_000;

    /** Decisions of all rules that send by tables, together: about 200 MB. */
    private static final int MOST_TARGETS = 1_000_000;

    private long repeated;
    private long targets;

    /** The regular expression of {@code key}; null if it is none, or takes too much, which is then reported. */
    @Nullable
    Pattern regex(String key, Scalar written, Report report) {
        String text = written.text();
        if (text.length() > LONGEST_REGEX) {
            report.error(written.origin(), "\"" + key + "\" has more than " + LONGEST_REGEX + " characters", null);
            return null;
        }
        long length = RegexLength.of(text);
        if (length > MOST_REPEATED) {
            report.error(
                    written.origin(),
                    "\"" + key + "\" stands for more than " + MOST_REPEATED
                            + " characters when its repetitions are written out",
                    "counts within each other multiply");
            return null;
        }
        repeated += Math.max(0, length - text.length());
        if (repeated > MOST_REPEATED_IN_ALL) {
            report.error(
                    written.origin(),
                    "the repetitions in all regular expressions of the rules stand for more than "
                            + MOST_REPEATED_IN_ALL + " characters",
                    "use * and + where the count does not matter");
            return null;
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            report.error(written.origin(), "\"" + key + "\" is wrong: " + e.getMessage(), "the syntax is that of RE2");
            return null;
        }
    }

    /** Whether one more rule may send by {@code table}; if not, that is reported. */
    boolean sendsBy(LookupTable table, Scalar name, Report report) {
        targets += table.values().size();
        if (targets <= MOST_TARGETS) {
            return true;
        }
        report.error(
                name.origin(),
                "all rules that send by tables have more than " + MOST_TARGETS + " decisions together",
                "one for each value of the table and each rule; let fewer rules ask it, or name groups in it");
        return false;
    }
}
