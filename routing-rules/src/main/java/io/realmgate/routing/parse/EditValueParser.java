package io.realmgate.routing.parse;

import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.EditValue;
import io.realmgate.routing.parse.EditsParser.Way;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the value that an edit writes, as the type of its AVP wants it (RFC 6733 4.2, 4.3). */
final class EditValueParser {

    /** Octets of a text; more is no value but a message. */
    private static final int LONGEST = 4_096;
    /** Seconds from 1900 to 1970 (RFC 5905 6). */
    private static final long NTP_OFFSET = 2_208_988_800L;

    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private final Dictionary dictionary;
    private final Report report;
    private final Way way;

    EditValueParser(Dictionary dictionary, Report report, Way way) {
        this.dictionary = dictionary;
        this.report = report;
        this.way = way;
    }

    /** Whether values of the type are text in UTF-8. */
    static boolean isText(AvpType type) {
        return switch (type) {
            case UTF8_STRING, DIAMETER_IDENTITY, DIAMETER_URI, IP_FILTER_RULE, QOS_FILTER_RULE, OCTET_STRING -> true;
            default -> false;
        };
    }

    /**
     * The value; null if it does not fit, which is then reported.
     *
     * @param type null if it is not known: text, or octets in hexadecimal
     */
    @Nullable
    EditValue parse(Scalar value, @Nullable AvpType type) {
        if (type == null) {
            return text(value, AvpType.OCTET_STRING);
        }
        return switch (type) {
            case OCTET_STRING, UTF8_STRING, DIAMETER_IDENTITY, DIAMETER_URI, IP_FILTER_RULE, QOS_FILTER_RULE ->
                text(value, type);
            case UNSIGNED_32 -> number(value, 32, false);
            case UNSIGNED_64 -> number(value, 64, false);
            case INTEGER_32, ENUMERATED -> number(value, 32, true);
            case INTEGER_64 -> number(value, 64, true);
            case FLOAT_32, FLOAT_64 -> real(value, type);
            case ADDRESS -> address(value);
            case TIME -> time(value);
            case GROUPED -> wrong(value, "a grouped AVP has no value to write", "lead the path to one inside it");
        };
    }

    private @Nullable EditValue text(Scalar value, AvpType type) {
        String text = value.text();
        if (text.isEmpty()) {
            return wrong(value, "an empty value says nothing", "remove takes the AVP away");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return wrong(value, "the value has more than " + LONGEST + " octets", null);
        }
        if (type == AvpType.OCTET_STRING && text.startsWith("0x")) {
            String octets = HexOctets.read(value, report);
            return octets == null ? null : new EditValue.Fixed(octets);
        }
        EditValue.Template template = new TemplateParser(dictionary, report, way).parse(value, -1);
        if (template == null || template.parts().size() != 1) {
            return template;
        }
        if (!(template.parts().get(0) instanceof EditValue.Part.Literal literal)) {
            return template;
        }
        String problem = type == AvpType.DIAMETER_IDENTITY ? DiameterName.problem(literal.text()) : null;
        if (problem != null) {
            return wrong(value, "\"" + text + "\" " + problem + ", so it is no DiameterIdentity", null);
        }
        if (type == AvpType.DIAMETER_URI && !literal.text().matches("aaas?://.+")) {
            return wrong(value, "\"" + text + "\" is no DiameterURI", "\"aaa://host.example.org:3868\"");
        }
        return fixed(literal.text().getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable EditValue number(Scalar value, int bits, boolean signed) {
        BigInteger least = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
        BigInteger most = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
        String text = value.text();
        BigInteger number = text.matches("-?[0-9]{1,20}") ? new BigInteger(text) : null;
        if (number == null || number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            return wrong(
                    value, "\"" + text + "\" is no value of this AVP", "a whole number from " + least + " to " + most);
        }
        ByteBuffer octets = ByteBuffer.allocate(bits / 8);
        return fixed((bits == 32 ? octets.putInt(number.intValue()) : octets.putLong(number.longValue())).array());
    }

    private @Nullable EditValue real(Scalar value, AvpType type) {
        try {
            return type == AvpType.FLOAT_32
                    ? fixed(ByteBuffer.allocate(4)
                            .putFloat(Float.parseFloat(value.text()))
                            .array())
                    : fixed(ByteBuffer.allocate(8)
                            .putDouble(Double.parseDouble(value.text()))
                            .array());
        } catch (NumberFormatException e) {
            return wrong(value, "\"" + value.text() + "\" is no value of this AVP", "a number such as 0.5");
        }
    }

    /** RFC 6733 4.3.1: the address family stands before the address. */
    private @Nullable EditValue address(Scalar value) {
        String text = value.text();
        boolean four = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean six = text.indexOf(':') >= 0 && text.matches("[0-9a-fA-F:.]+");
        try {
            if (four || six) {
                // No name is looked up: the text can only be an address.
                byte[] raw = InetAddress.getByName(text).getAddress();
                return fixed(ByteBuffer.allocate(raw.length + 2)
                        .putShort((short) (raw.length == 4 ? IPV4 : IPV6))
                        .put(raw)
                        .array());
            }
        } catch (UnknownHostException e) {
            // Reported below, with the form that is expected.
        }
        return wrong(value, "\"" + text + "\" is no address", "\"192.0.2.1\", \"2001:db8::1\"");
    }

    private @Nullable EditValue time(Scalar value) {
        try {
            long seconds = OffsetDateTime.parse(value.text()).toEpochSecond() + NTP_OFFSET;
            return fixed(ByteBuffer.allocate(4).putInt((int) seconds).array());
        } catch (DateTimeParseException e) {
            return wrong(value, "\"" + value.text() + "\" is no time", "\"2030-01-31T00:00:00Z\"");
        }
    }

    private static EditValue fixed(byte[] octets) {
        return new EditValue.Fixed(new String(octets, StandardCharsets.ISO_8859_1));
    }

    private @Nullable EditValue wrong(Scalar value, String problem, @Nullable String hint) {
        report.error(value.origin(), problem, hint);
        return null;
    }
}
