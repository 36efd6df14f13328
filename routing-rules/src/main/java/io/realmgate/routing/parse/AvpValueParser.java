package io.realmgate.routing.parse;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.ruletest.RuleTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads AVPs that a test puts into its message: {@code { path = …, value = … }}, or {@code hex} instead of the value. */
final class AvpValueParser {

    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final Dictionary dictionary;
    private final Report report;

    AvpValueParser(Dictionary dictionary, Report report) {
        this.dictionary = dictionary;
        this.report = report;
    }

    /** The AVP, or null if it is wrong, which is then reported. */
    RuleTest.@Nullable Avp parse(ConfigValue entry) {
        if (!(entry instanceof ConfigObject object)) {
            report.error(entry, "an AVP must be an object", "{ path = User-Name, value = \"…\" }");
            return null;
        }
        Fields fields = new Fields(object, report);
        fields.allow("path", "value", "hex");
        Scalar path = fields.required("path");
        Scalar value = fields.scalar("value");
        Scalar hex = fields.scalar("hex");
        if (path == null) {
            return null;
        }
        if ((value == null) == (hex == null)) {
            report.error(object, "an AVP has either \"value\" or \"hex\"", null);
            return null;
        }
        AvpPathParser.Result read = new AvpPathParser(dictionary).parse(path.text());
        if (read instanceof AvpPathParser.Result.Wrong wrong) {
            String unknown = wrong.unknown();
            report.error(
                    path.origin(),
                    "path \"" + path.text() + "\" " + wrong.problem(),
                    unknown == null ? null : report.suggest(unknown, dictionary.avpNames(), "a code may be given"));
            return null;
        }
        AvpPathParser.Result.Path found = (AvpPathParser.Result.Path) read;
        byte[] data = hex != null ? octets(hex) : value == null ? null : data(value, found.type());
        return data == null ? null : new RuleTest.Avp(found.path(), data);
    }

    private byte @Nullable [] octets(Scalar hex) {
        try {
            return HexFormat.of().parseHex(hex.text());
        } catch (IllegalArgumentException e) {
            report.error(hex.origin(), "\"" + hex.text() + "\" is not hex", "two digits an octet");
            return null;
        }
    }

    private byte @Nullable [] data(Scalar value, @Nullable AvpType type) {
        if (type == null) {
            report.error(value.origin(), "the type of this AVP is not known", "give its data as hex = \"…\"");
            return null;
        }
        return switch (type) {
            case OCTET_STRING, UTF8_STRING, DIAMETER_IDENTITY, DIAMETER_URI, IP_FILTER_RULE, QOS_FILTER_RULE ->
                value.text().getBytes(StandardCharsets.UTF_8);
            case UNSIGNED_32, ENUMERATED, INTEGER_32 -> number(value, 4);
            case UNSIGNED_64, INTEGER_64 -> number(value, 8);
            case ADDRESS -> address(value);
            case TIME, FLOAT_32, FLOAT_64, GROUPED -> {
                report.error(
                        value.origin(),
                        "an AVP of type " + type.text() + " cannot be given as a value",
                        "give its data as hex = \"…\"");
                yield null;
            }
        };
    }

    private byte @Nullable [] number(Scalar value, int octets) {
        try {
            long number = Long.parseLong(value.text());
            if (octets == 8 || number >= Integer.MIN_VALUE && number <= 0xffff_ffffL) {
                byte[] all = ByteBuffer.allocate(8).putLong(number).array();
                return octets == 8 ? all : java.util.Arrays.copyOfRange(all, 4, 8);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        report.error(value.origin(), "\"" + value.text() + "\" is not a number of " + octets + " octets", null);
        return null;
    }

    /** RFC 6733 4.3.1: the family, then the address. */
    private byte @Nullable [] address(Scalar value) {
        if (ADDRESS.matcher(value.text()).matches()) {
            try {
                byte[] raw = InetAddress.getByName(value.text()).getAddress();
                ByteBuffer data = ByteBuffer.allocate(raw.length + 2);
                return data.putShort((short) (raw.length == 4 ? 1 : 2)).put(raw).array();
            } catch (UnknownHostException e) {
                // Said below; what matches is never looked up.
            }
        }
        report.error(value.origin(), "\"" + value.text() + "\" is not an IP address", null);
        return null;
    }
}
