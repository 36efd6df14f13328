package io.realmgate.routing.parse;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.EditValue;
import io.realmgate.routing.ruletest.RuleTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads AVPs that somebody gives by path and value, for a message that is made or expected: {@code { path = …, value = … }}, or {@code hex} instead of the value. */
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
        AvpPathParser.Result.Path found = new AvpPathParser(dictionary).read(path, report);
        byte[] data =
                found == null ? null : hex != null ? octets(hex) : data(Objects.requireNonNull(value), found.type());
        return found == null || data == null ? null : new RuleTest.Avp(found.path(), data);
    }

    /** What an AVP is expected to be, or null if it is wrong, which is then reported. */
    RuleTest.@Nullable ExpectedAvp parseExpected(ConfigValue entry) {
        if (!(entry instanceof ConfigObject object)) {
            report.error(entry, "an AVP must be an object", "{ path = User-Name, value = \"…\" }");
            return null;
        }
        Fields fields = new Fields(object, report);
        if (fields.get("exists") == null) {
            RuleTest.Avp avp = parse(entry);
            Scalar path = fields.scalar("path");
            Scalar value = fields.get("value") == null ? fields.scalar("hex") : fields.scalar("value");
            return avp == null || path == null || value == null
                    ? null
                    : new RuleTest.ExpectedAvp(avp.path(), path.text(), value.text(), avp.data(), true);
        }
        fields.allow("path", "exists");
        Scalar path = fields.required("path");
        Boolean exists = fields.bool("exists");
        AvpPathParser.Result.Path found = path == null ? null : new AvpPathParser(dictionary).read(path, report);
        return path == null || found == null || exists == null
                ? null
                : new RuleTest.ExpectedAvp(found.path(), path.text(), null, null, exists);
    }

    private byte @Nullable [] octets(Scalar hex) {
        try {
            return HexFormat.of().parseHex(hex.text());
        } catch (IllegalArgumentException e) {
            report.error(hex.origin(), "\"" + hex.text() + "\" is not hex", "two digits an octet");
            return null;
        }
    }

    /** @param type null if it is not known: text, or octets in hexadecimal */
    private byte @Nullable [] data(Scalar value, @Nullable AvpType type) {
        if ((type == null || type == AvpType.OCTET_STRING) && value.text().startsWith("0x")) {
            String octets = HexOctets.read(value, report);
            return octets == null ? null : octets.getBytes(StandardCharsets.ISO_8859_1);
        }
        return switch (type == null ? AvpType.OCTET_STRING : type) {
            case OCTET_STRING, UTF8_STRING, DIAMETER_IDENTITY, DIAMETER_URI, IP_FILTER_RULE, QOS_FILTER_RULE ->
                value.text().getBytes(StandardCharsets.UTF_8);
            case UNSIGNED_32, ENUMERATED, INTEGER_32 -> number(value, 4);
            case UNSIGNED_64, INTEGER_64 -> number(value, 8);
            case ADDRESS -> address(value);
            case TIME, FLOAT_32, FLOAT_64 -> {
                EditValue fixed = new EditValueParser(dictionary, report, EditsParser.Way.REQUEST).parse(value, type);
                yield fixed == null ? null : ((EditValue.Fixed) fixed).octets().getBytes(StandardCharsets.ISO_8859_1);
            }
            case GROUPED -> {
                report.error(value.origin(), "a grouped AVP has no value", "lead the path to one inside it");
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
