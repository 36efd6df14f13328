package io.realmgate.routing.parse;

import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Match.ResultRange;
import io.realmgate.routing.model.ResultValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the results that a rule about answers asks for: names, numbers, ranges, and classes such as {@code 5xxx}. */
final class ResultParser {

    private static final long MOST = 0xffff_ffffL;
    private static final String FORMS = "a name, 5001, \"3000-3999\" or 5xxx";
    private static final String EXPERIMENTAL_FORMS = "a name, \"10415:5001\", \"10415:5000-5999\" or \"10415:5xxx\"";

    private final Dictionary dictionary;
    private final Report report;

    ResultParser(Dictionary dictionary, Report report) {
        this.dictionary = dictionary;
        this.report = report;
    }

    /** Result-Codes (RFC 6733 7.1), without those that are wrong, which are then reported. */
    List<ResultRange> results(List<Scalar> values) {
        List<ResultRange> ranges = new ArrayList<>();
        for (Scalar value : values) {
            ResultRange range = range(0, value.text());
            if (range != null) {
                ranges.add(range);
            } else {
                addNamed(value, ranges);
            }
        }
        return ranges;
    }

    private void addNamed(Scalar value, List<ResultRange> ranges) {
        String text = value.text();
        Integer code = dictionary.resultCode(text).orElse(null);
        List<ResultValue> experimental = dictionary.experimentalResults(text);
        if (code != null && experimental.isEmpty()) {
            ranges.add(new ResultRange(0, code, code));
        } else if (code != null) {
            String hint = "result = " + code + " is the Result-Code, experimental-result = " + texts(experimental)
                    + " the other";
            String both = "result \"" + text + "\" is both a Result-Code and an Experimental-Result";
            report.error(value.origin(), both, hint);
        } else if (!experimental.isEmpty() || text.indexOf(':') > 0) {
            report.error(
                    value.origin(),
                    "result \"" + text + "\" is no Result-Code",
                    "Experimental-Results have a key of their own: experimental-result");
        } else {
            unknown("result", value, dictionary.resultCodeNames(), FORMS);
        }
    }

    /** Experimental-Results (RFC 6733 7.6), without those that are wrong, which are then reported. */
    List<ResultRange> experimental(List<Scalar> values) {
        List<ResultRange> ranges = new ArrayList<>();
        for (Scalar value : values) {
            ResultRange range = withVendor(value.text());
            if (range != null) {
                ranges.add(range);
            } else {
                addExperimental(value, ranges);
            }
        }
        return ranges;
    }

    private void addExperimental(Scalar value, List<ResultRange> ranges) {
        List<ResultValue> named = dictionary.experimentalResults(value.text());
        if (named.size() == 1) {
            ResultValue only = named.get(0);
            long code = Integer.toUnsignedLong(only.code());
            ranges.add(new ResultRange(only.vendor(), code, code));
        } else if (!named.isEmpty()) {
            report.error(
                    value.origin(),
                    "experimental-result \"" + value.text() + "\" is several",
                    "write one of " + texts(named));
        } else if (range(0, value.text()) != null) {
            report.error(
                    value.origin(),
                    "experimental-result \"" + value.text() + "\" has no vendor",
                    "\"10415:" + value.text() + "\" is that of 3GPP");
        } else {
            unknown("experimental-result", value, dictionary.experimentalResultNames(), EXPERIMENTAL_FORMS);
        }
    }

    private static @Nullable ResultRange withVendor(String text) {
        int colon = text.indexOf(':');
        long vendor = colon < 0 ? 0 : Numbers.unsigned(text.substring(0, colon));
        return vendor < 1 || vendor > MOST ? null : range((int) vendor, text.substring(colon + 1));
    }

    /** {@code 5001}, {@code 3000-3999} or {@code 5xxx}; null if it is none of them, which names are not either. */
    private static @Nullable ResultRange range(int vendor, String text) {
        if (text.length() == 4 && text.endsWith("xxx") && text.charAt(0) >= '1' && text.charAt(0) <= '5') {
            long first = 1_000L * (text.charAt(0) - '0');
            return new ResultRange(vendor, first, first + 999);
        }
        int dash = text.indexOf('-');
        long least = Numbers.unsigned(dash < 0 ? text : text.substring(0, dash));
        long most = dash < 0 ? least : Numbers.unsigned(text.substring(dash + 1));
        return least < 1 || most > MOST || least > most ? null : new ResultRange(vendor, least, most);
    }

    private static String texts(List<ResultValue> results) {
        return results.stream().map(one -> "\"" + one.text() + "\"").collect(Collectors.joining(" or "));
    }

    private void unknown(String key, Scalar value, Iterable<String> names, String forms) {
        List<String> known = new ArrayList<>();
        names.forEach(known::add);
        String hint = report.suggest(value.text(), known, forms);
        report.error(value.origin(), "unknown " + key + " \"" + value.text() + "\"", hint);
    }
}
