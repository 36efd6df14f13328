package io.realmgate.routing.dictionary;

import java.util.Locale;

/** How the data of an AVP is to be read: the basic and derived formats of RFC 6733 4.2 to 4.4. */
public enum AvpType {
    OCTET_STRING("OctetString"),
    INTEGER_32("Integer32"),
    INTEGER_64("Integer64"),
    UNSIGNED_32("Unsigned32"),
    UNSIGNED_64("Unsigned64"),
    FLOAT_32("Float32"),
    FLOAT_64("Float64"),
    GROUPED("Grouped"),
    ADDRESS("Address"),
    TIME("Time"),
    UTF8_STRING("UTF8String"),
    DIAMETER_IDENTITY("DiameterIdentity"),
    DIAMETER_URI("DiameterURI"),
    ENUMERATED("Enumerated"),
    IP_FILTER_RULE("IPFilterRule"),
    /** Deprecated by RFC 6733, still sent under RFC 7155. */
    QOS_FILTER_RULE("QoSFilterRule");

    private final String text;

    AvpType(String text) {
        this.text = text;
    }

    /** As RFC 6733 spells it. */
    public String text() {
        return text;
    }

    static AvpType of(String text) {
        for (AvpType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException(String.format(Locale.ROOT, "no AVP type \"%s\"", text));
    }
}
