package io.realmgate.routing.model;

import org.jspecify.annotations.Nullable;

/**
 * Where one application keeps something about the subscriber.
 *
 * @param application Application-ID, or null for every application
 */
public record SubscriberSource(@Nullable Integer application, AvpPath path, Encoding encoding) {

    /** How a value stands in its AVP. */
    public enum Encoding {
        /** Decimal digits as text, perhaps after a "+". */
        DIGITS,
        /**
         * A Network Access Identifier whose user part is an IMSI, perhaps after the digit that EAP methods put before it
         * (3GPP TS 23.003 14.5, 19.3.2), or an IMSI alone.
         */
        NAI,
        /** Telephony binary coded decimal: a digit in each half octet, the first one below (3GPP TS 29.002 17.7.8). */
        TBCD,
        /** Text. */
        TEXT,
        /** MCC and MNC in three octets (3GPP TS 29.272 7.3.9). */
        PLMN,
        /** MCC and MNC as five or six digits of text (3GPP TS 29.061 16.4.7). */
        MCC_MNC,
        /** A domain name with the parts {@code mnc} and {@code mcc} (3GPP TS 23.003 13.2). */
        DOMAIN
    }
}
