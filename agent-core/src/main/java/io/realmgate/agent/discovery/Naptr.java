package io.realmgate.agent.discovery;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A NAPTR record (RFC 3403 4.1). Texts are in lower case.
 *
 * @param replacement without the dot at its end
 */
record Naptr(int order, int preference, String flags, String service, String regexp, String replacement) {

    /**
     * Reads the data of a record.
     *
     * @throws IndexOutOfBoundsException or another unchecked exception when it is cut short or senseless
     */
    static Naptr read(ByteBuf data) {
        int order = data.readUnsignedShort();
        int preference = data.readUnsignedShort();
        return new Naptr(order, preference, text(data), text(data), text(data), name(data));
    }

    private static String text(ByteBuf data) {
        int length = data.readUnsignedByte();
        return data.readCharSequence(length, StandardCharsets.US_ASCII)
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    /** A domain name in lower case without the dot at its end; empty for the root. */
    static String name(ByteBuf data) {
        String name = DefaultDnsRecordDecoder.decodeName(data).toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** Whether its replacement is to be used as it stands, as S-NAPTR always does (RFC 3958 2.2.3). */
    boolean isStraightforward() {
        return regexp.isEmpty() && !replacement.isEmpty();
    }

    /**
     * Whether it is for Diameter over TCP: {@code aaa:diameter.tcp}, for one application {@code aaa+ap16777251:diameter.tcp}
     * (RFC 6408 3), or the older {@code AAA+D2T} (RFC 3588 5.2). Which applications a server has its capabilities say.
     */
    boolean isDiameterOverTcp() {
        if (service.equals("aaa+d2t")) {
            return true;
        }
        String[] tags = service.split(":", -1);
        if (!tags[0].equals("aaa") && !tags[0].matches("aaa\\+ap[0-9]{1,10}")) {
            return false;
        }
        for (int i = 1; i < tags.length; i++) {
            if (tags[i].equals("diameter.tcp")) {
                return true;
            }
        }
        return false;
    }
}
