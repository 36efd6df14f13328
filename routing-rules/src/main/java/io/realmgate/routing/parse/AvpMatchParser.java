package io.realmgate.routing.parse;

import com.google.re2j.Pattern;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.AvpTest;
import io.realmgate.routing.model.AvpTest.Part;
import io.realmgate.routing.model.AvpTest.TextPattern;
import io.realmgate.routing.model.Match;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads tests of any AVP: {@code avp { path = "RAT-Type", equals = 1004 }}. */
final class AvpMatchParser {

    private static final String[] OPERATORS = {"exists", "equals", "range", "prefix", "suffix", "regex", "in"};
    private static final String EXAMPLE = "avp { path = \"RAT-Type\", equals = 1004 }";

    private final Dictionary dictionary;
    private final LookupParser lookups;
    private final Allowance allowance;
    private final Report report;

    AvpMatchParser(Dictionary dictionary, LookupParser lookups, Allowance allowance, Report report) {
        this.lookups = lookups;
        this.allowance = allowance;
        this.dictionary = dictionary;
        this.report = report;
    }

    /** The test, or the tests of which one has to hold; null if something is wrong, which is then reported. */
    @Nullable
    Match parse(ConfigValue value) {
        if (!(value instanceof ConfigList list)) {
            return one(value);
        }
        if (list.isEmpty()) {
            report.error(value, "\"avp\" is an empty list", EXAMPLE);
        }
        List<Match> alternatives = new ArrayList<>();
        for (ConfigValue element : list) {
            Match match = one(element);
            if (match != null) {
                alternatives.add(match);
            }
        }
        return alternatives.size() == 1 ? alternatives.get(0) : new Match.AnyOf(alternatives);
    }

    private @Nullable Match one(ConfigValue value) {
        if (!(value instanceof ConfigObject object)) {
            report.error(value, "\"avp\" must be an object", EXAMPLE);
            return null;
        }
        Fields fields = new Fields(object, report);
        fields.allow("path", "exists", "equals", "range", "prefix", "suffix", "regex", "in");
        Scalar path = fields.required("path");
        List<String> given = new ArrayList<>();
        for (String operator : OPERATORS) {
            if (fields.get(operator) != null) {
                given.add(operator);
            }
        }
        if (given.size() != 1) {
            report.error(value, "\"avp\" needs one of " + String.join(", ", OPERATORS), EXAMPLE);
            return null;
        }
        AvpPathParser.Result.Path found = path == null ? null : new AvpPathParser(dictionary).read(path, report);
        if (found == null || path == null) {
            return null;
        }
        if (fields.get("in") instanceof ConfigObject table) {
            return lookups.match(path, found, table);
        }
        AvpTest test = test(fields, given.get(0), found.type());
        String operand = Written.of(Objects.requireNonNull(fields.get(given.get(0))));
        String written = "{ path = " + path.text() + ", " + given.get(0) + " = " + operand + " }";
        return test == null ? null : new Match.Avp("avp", found.path(), test, written);
    }

    private @Nullable AvpTest test(Fields fields, String operator, @Nullable AvpType type) {
        if (type == AvpType.GROUPED && !operator.equals("exists")) {
            report.error(fields.object(), "a grouped AVP has no value to compare", "lead the path to one inside it");
            return null;
        }
        return switch (operator) {
            case "exists" -> present(fields);
            case "range" -> numbers(fields.scalars("range"), "range", type);
            case "regex" -> regex(fields);
            case "equals", "in" ->
                isNumber(type)
                        ? numbers(fields.scalars(operator), operator, type)
                        : text(fields, operator, Part.WHOLE, type);
            default -> text(fields, operator, operator.equals("prefix") ? Part.START : Part.END, type);
        };
    }

    static boolean isNumber(@Nullable AvpType type) {
        if (type == null) {
            return false;
        }
        return switch (type) {
            case UNSIGNED_32, UNSIGNED_64, INTEGER_32, INTEGER_64, ENUMERATED -> true;
            default -> false;
        };
    }

    private static @Nullable AvpTest present(Fields fields) {
        Boolean expected = fields.bool("exists");
        return expected == null ? null : new AvpTest.Present(expected);
    }

    private @Nullable AvpTest numbers(List<Scalar> values, String key, @Nullable AvpType type) {
        if (values.isEmpty()) {
            return null;
        }
        if (type != null && !isNumber(type)) {
            report.error(values.get(0).origin(), "\"" + key + "\" is for numbers; this AVP is " + type.text(), null);
            return null;
        }
        List<AvpTest.Range> ranges = RangeParser.parse(values, key, report);
        warnIfImpossible(values, ranges, key, type);
        boolean signed = type == AvpType.INTEGER_32 || type == AvpType.INTEGER_64 || type == AvpType.ENUMERATED;
        return ranges.isEmpty() ? null : new AvpTest.Numbers(ranges, signed, false);
    }

    private void warnIfImpossible(List<Scalar> values, List<AvpTest.Range> ranges, String key, @Nullable AvpType type) {
        boolean unsigned = type == AvpType.UNSIGNED_32;
        if (type == null || !unsigned && type != AvpType.INTEGER_32 && type != AvpType.ENUMERATED) {
            return;
        }
        long least = unsigned ? 0 : Integer.MIN_VALUE;
        long most = unsigned ? 0xffff_ffffL : Integer.MAX_VALUE;
        if (!ranges.isEmpty() && ranges.stream().allMatch(range -> range.least() > most || range.most() < least)) {
            report.warning(
                    values.get(0).origin(),
                    "\"" + key + "\" can never hold: an AVP of type " + type.text() + " is from " + least + " to "
                            + most,
                    null);
        }
    }

    private @Nullable AvpTest text(Fields fields, String operator, Part part, @Nullable AvpType type) {
        List<TextPattern> patterns = new ArrayList<>();
        for (Scalar value : fields.scalars(operator)) {
            if (isNumber(type)) {
                report.error(
                        value.origin(), "\"" + operator + "\" is for texts; this AVP is a number", "range = \"1-3\"");
                return null;
            }
            boolean name = type == AvpType.DIAMETER_IDENTITY || type == AvpType.DIAMETER_URI;
            String octets = octets(value);
            if (octets != null) {
                patterns.add(new TextPattern(part, octets, name));
            }
        }
        return patterns.isEmpty() ? null : new AvpTest.Text(patterns);
    }

    /** The octets of a text, or of the hexadecimal digits behind {@code 0x}, one character each. */
    private @Nullable String octets(Scalar value) {
        String text = value.text();
        if (!text.startsWith("0x")) {
            return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        }
        return HexOctets.read(value, report);
    }

    private @Nullable AvpTest regex(Fields fields) {
        Scalar value = fields.scalar("regex");
        Pattern pattern = value == null ? null : allowance.regex("regex", value, report);
        return pattern == null ? null : new AvpTest.Regex(pattern);
    }
}
