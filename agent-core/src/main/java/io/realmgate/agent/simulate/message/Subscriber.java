package io.realmgate.agent.simulate.message;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A subscriber who does not exist: all numbers are from ranges that are set aside for tests (PLMN 001-01, the fictitious
 * numbers +44 7700 900000 to 900999).
 *
 * @param number 0 to 9,999,999,999, the MSIN
 */
public record Subscriber(long number) {
    /** Visited-PLMN-Id of PLMN 001-01 as three octets (3GPP TS 29.272 7.3.9). */
    private static final byte[] TEST_PLMN = {0x00, (byte) 0xf1, 0x10};

    private static final HexFormat HEX = HexFormat.of();

    /** E.212 identity of 15 digits. */
    public String imsi() {
        return "00101" + String.format(Locale.ROOT, "%010d", number);
    }

    /** E.164 number. */
    public String msisdn() {
        return "447700900" + String.format(Locale.ROOT, "%03d", number % 1000);
    }

    /** The E.164 number as telephony binary coded decimal: two digits an octet, the lower half first. */
    public byte[] msisdnTbcd() {
        String digits = msisdn() + (msisdn().length() % 2 == 0 ? "" : "f");
        byte[] octets = HEX.parseHex(digits);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) ((octets[i] & 0x0f) << 4 | (octets[i] & 0xf0) >> 4);
        }
        return octets;
    }

    /** The 14 digits of an IMEI without check digit, type allocation code 00 of the test range. */
    public String imei() {
        return "00101000" + String.format(Locale.ROOT, "%06d", number % 1_000_000);
    }

    /** Private user identity in {@code realm}. */
    public String privateIdentity(String realm) {
        return imsi() + "@" + realm;
    }

    /** Public user identity in {@code realm}. */
    public String publicIdentity(String realm) {
        return "sip:+" + msisdn() + "@" + realm;
    }

    /** {@code length} octets that differ between subscribers and stay the same for one: stand-ins for keys. */
    public byte[] octets(String purpose, int length) {
        byte[] seed = (purpose + imsi()).getBytes(StandardCharsets.US_ASCII);
        byte[] octets = new byte[length];
        int state = 1;
        for (int i = 0; i < length; i++) {
            state = 31 * state + seed[i % seed.length];
            octets[i] = (byte) (state ^ state >>> 16);
        }
        return octets;
    }

    /** The network that the test subscriber visits. */
    static byte[] visitedPlmn() {
        return TEST_PLMN.clone();
    }
}
