package io.realmgate.routing.model;

/**
 * A mobile network (3GPP TS 23.003 2.2).
 *
 * @param mcc Mobile Country Code, three digits
 * @param mnc Mobile Network Code, two or three digits, or empty for every network of the country
 */
public record Plmn(String mcc, String mnc) {

    /** The Mobile Network Code as domain names have it: with three digits (3GPP TS 23.003 19.2). */
    public String paddedMnc() {
        return mnc.length() == 2 ? "0" + mnc : mnc;
    }

    /** The domain below which the network's realms are (3GPP TS 23.003 19.2); only with a Mobile Network Code. */
    public String domain() {
        return "mnc" + paddedMnc() + ".mcc" + mcc + ".3gppnetwork.org";
    }
}
