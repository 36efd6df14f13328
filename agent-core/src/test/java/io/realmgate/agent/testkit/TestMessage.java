package io.realmgate.agent.testkit;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Whole messages written by hand (RFC 6733 section 3). */
public final class TestMessage {
    public static final int REQUEST = 0xc0;
    public static final int ANSWER = 0x40;

    private TestMessage() {}

    /** Every header field as given, the length from the AVPs. */
    public static byte[] of(int flags, int command, int application, int hopByHop, int endToEnd, List<TestAvp> avps) {
        byte[] body = TestAvp.encode(avps);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TestAvp.write32(out, 1 << 24 | body.length + 20);
        TestAvp.write32(out, flags << 24 | command);
        TestAvp.write32(out, application);
        TestAvp.write32(out, hopByHop);
        TestAvp.write32(out, endToEnd);
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** A proxiable request with recognisable identifiers. */
    public static byte[] request(TestAvp... avps) {
        return of(REQUEST, 316, 16777251, 0x01020304, 0x0a0b0c0d, List.of(avps));
    }

    /** A message of exactly {@code length} octets, 20 or at least 28, filled with {@code fill}. */
    public static byte[] ofLength(int length, int fill) {
        byte[] data = new byte[Math.max(0, length - 28)];
        java.util.Arrays.fill(data, (byte) fill);
        byte[] message = request(length == 20 ? new TestAvp[0] : new TestAvp[] {TestAvp.raw(999, 0, 0, data)});
        return setLength(java.util.Arrays.copyOf(message, length), length);
    }

    /** Overwrites the Message Length field, in place. */
    public static byte[] setLength(byte[] message, int length) {
        message[1] = (byte) (length >>> 16);
        message[2] = (byte) (length >>> 8);
        message[3] = (byte) length;
        return message;
    }

    /**
     * An S6a Update-Location-Request of exactly 400 octets as it leaves an MME: eleven AVPs of which a relay needs five.
     */
    public static byte[] updateLocation() {
        TestAvp vendorSpecific = TestAvp.group(260, TestAvp.u32(266, 10415), TestAvp.u32(258, 16777251));
        byte[] plmn = {0x00, (byte) 0xf1, 0x10};
        return request(
                TestAvp.text(263, "mme1.epc.mnc001.mcc001.3gppnetwork.org;1793534217;42;7"),
                vendorSpecific,
                TestAvp.u32(277, 1),
                TestAvp.text(264, "mme1.epc.mnc001.mcc001.3gppnetwork.org"),
                TestAvp.text(296, "epc.mnc001.mcc001.3gppnetwork.org"),
                TestAvp.text(283, "epc.mnc099.mcc999.3gppnetwork.org"),
                TestAvp.text(1, "999990123456789"),
                TestAvp.raw(1032, TestAvp.V | TestAvp.M, 10415, new byte[] {0, 0, 3, (byte) 0xec}),
                TestAvp.raw(1405, TestAvp.V | TestAvp.M, 10415, new byte[] {0, 0, 0, 34}),
                TestAvp.raw(1407, TestAvp.V | TestAvp.M, 10415, plmn),
                TestAvp.raw(628, TestAvp.V, 10415, new byte[52]));
    }
}
