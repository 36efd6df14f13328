package io.realmgate.routing.parse;

import io.realmgate.routing.model.AvpTest.Range;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Reads whole numbers and ranges of them: {@code 5}, {@code "1-3"}. */
final class RangeParser {

    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private RangeParser() {}

    /** The ranges of some values, without those that are wrong, which are then reported. */
    static List<Range> parse(List<Scalar> values, String key, Report report) {
        List<Range> ranges = new ArrayList<>();
        for (Scalar value : values) {
            String text = value.text();
            int dash = text.indexOf('-', 1);
            String least = dash < 0 ? text : text.substring(0, dash);
            String most = dash < 0 ? text : text.substring(dash + 1);
            if (!isNumber(least) || !isNumber(most)) {
                report.error(value.origin(), key + " \"" + text + "\" is not a whole number or a range", "5, \"1-3\"");
            } else if (new BigInteger(least).compareTo(new BigInteger(most)) > 0) {
                report.error(value.origin(), "the range \"" + text + "\" is empty", "the smaller number comes first");
            } else {
                ranges.add(new Range(new BigInteger(least).longValue(), new BigInteger(most).longValue()));
            }
        }
        return ranges;
    }

    private static boolean isNumber(String text) {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        return !digits.isEmpty()
                && digits.length() <= 20
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && new BigInteger(digits).compareTo(MOST) <= 0;
    }
}
