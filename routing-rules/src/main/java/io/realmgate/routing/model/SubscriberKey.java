package io.realmgate.routing.model;

/** What identifies a subscriber, or says where the subscriber is; each application keeps it in AVPs of its own. */
public enum SubscriberKey {
    /** International Mobile Subscriber Identity: digits (3GPP TS 23.003 2.2). */
    IMSI("imsi"),
    /** Telephone number in international format, without "+": digits (3GPP TS 23.003 3.3). */
    MSISDN("msisdn"),
    /** A SIP or tel URI (3GPP TS 23.003 13.4). */
    PUBLIC_IDENTITY("public-identity"),
    /** The network that serves the subscriber. */
    VISITED_PLMN("visited-plmn"),
    /** Access Point Name or Data Network Name (3GPP TS 23.003 9). */
    APN("apn");

    private final String key;

    SubscriberKey(String key) {
        this.key = key;
    }

    /** The key in rule files. */
    public String key() {
        return key;
    }
}
