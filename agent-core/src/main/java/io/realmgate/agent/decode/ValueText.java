package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of AVPs as text, by their type (RFC 6733 4.2 to 4.4). Of one thread. */
final class ValueText {
    static final int VENDOR_ID = AvpCodes.VENDOR_ID;

    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;
    private static final long SECONDS_OF_32_BITS = 1L << 32;

    private final Dictionary dictionary;

    ValueText(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /**
     * Appends the value of the AVP that {@code at} stands on.
     *
     * @param type null when unknown
     * @param vendor the Vendor-Id beside an Experimental-Result-Code
     * @return what is wrong with it, or null
     */
    @Nullable
    String append(StringBuilder text, AvpCursor at, @Nullable AvpType type, int vendor) {
        int wanted = type == null ? -1 : fixedLength(type);
        if (type == null || wanted >= 0 && wanted != at.dataLength()) {
            hex(text, at);
            return type == null ? null : type.text() + " of " + at.dataLength() + " octets, not " + wanted;
        }
        ByteBuf bytes = at.bytes();
        int from = at.dataStart();
        switch (type) {
            case UNSIGNED_32 -> unsigned32(text, at, vendor);
            case INTEGER_32, ENUMERATED -> text.append(bytes.getInt(from));
            case UNSIGNED_64 -> text.append(Long.toUnsignedString(bytes.getLong(from)));
            case INTEGER_64 -> text.append(bytes.getLong(from));
            case FLOAT_32 -> text.append(bytes.getFloat(from));
            case FLOAT_64 -> text.append(bytes.getDouble(from));
            case TIME -> text.append(time(bytes.getUnsignedInt(from)));
            case ADDRESS -> {
                return address(text, at);
            }
            case UTF8_STRING, DIAMETER_IDENTITY, DIAMETER_URI, IP_FILTER_RULE, QOS_FILTER_RULE ->
                quoted(text, at.text());
            case OCTET_STRING -> octets(text, at);
            case GROUPED -> {
                hex(text, at);
                return "not a group of AVPs";
            }
        }
        return null;
    }

    private static int fixedLength(AvpType type) {
        return switch (type) {
            case INTEGER_32, UNSIGNED_32, FLOAT_32, ENUMERATED, TIME -> 4;
            case INTEGER_64, UNSIGNED_64, FLOAT_64 -> 8;
            default -> -1;
        };
    }

    private void unsigned32(StringBuilder text, AvpCursor at, int vendor) {
        int value = at.unsigned32();
        text.append(Integer.toUnsignedString(value));
        String name = name(at, value, vendor);
        if (name != null) {
            text.append(" (").append(name).append(')');
        }
    }

    private @Nullable String name(AvpCursor at, int value, int vendor) {
        if (at.hasVendor()) {
            return null;
        }
        return switch (at.code()) {
            case AvpCodes.RESULT_CODE -> dictionary.resultCodeName(value);
            case AvpCodes.EXPERIMENTAL_RESULT_CODE -> dictionary.experimentalResultCodeName(vendor, value);
            case AvpCodes.AUTH_APPLICATION_ID, AvpCodes.ACCT_APPLICATION_ID -> dictionary.applicationName(value);
            default -> null;
        };
    }

    /** RFC 6733 4.3.1: values whose highest bit is clear belong to the era that begins in 2036. */
    private static Instant time(long seconds) {
        long era = seconds < 1L << 31 ? SECONDS_OF_32_BITS : 0;
        return Instant.ofEpochSecond(seconds + era - SECONDS_FROM_1900_TO_1970);
    }

    private static @Nullable String address(StringBuilder text, AvpCursor at) {
        int length = at.dataLength();
        int family = length < 2 ? 0 : at.bytes().getUnsignedShort(at.dataStart());
        if (family == 1 && length == 6 || family == 2 && length == 18) {
            byte[] raw = new byte[length - 2];
            at.bytes().getBytes(at.dataStart() + 2, raw);
            try {
                text.append(InetAddress.getByAddress(raw).getHostAddress());
                return null;
            } catch (UnknownHostException e) {
                throw new AssertionError("4 and 16 octets are addresses", e);
            }
        }
        hex(text, at);
        return family == 1 || family == 2 || length < 2
                ? "Address of family " + family + " with " + length + " octets"
                : null;
    }

    private static void octets(StringBuilder text, AvpCursor at) {
        hex(text, at);
        String characters = at.text();
        if (!characters.isEmpty() && characters.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            quoted(text.append(' '), characters);
        }
    }

    private static void hex(StringBuilder text, AvpCursor at) {
        text.append(at.dataLength() == 0 ? "(empty)" : "0x");
        text.append(ByteBufUtil.hexDump(at.bytes(), at.dataStart(), at.dataLength()));
    }

    private static void quoted(StringBuilder text, String characters) {
        text.append('"');
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                // A terminal must not obey what came from a network.
                text.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
