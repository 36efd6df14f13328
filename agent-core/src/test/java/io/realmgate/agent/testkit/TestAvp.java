package io.realmgate.agent.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** An AVP as a test states it, written octet by octet from RFC 6733 4.1 and not by the code under test. Immutable. */
public final class TestAvp {
    public static final int V = 0x80;
    public static final int M = 0x40;

    private final int code;
    private final int flags;
    private final int vendor;
    private final byte[] data;

    private TestAvp(int code, int flags, int vendor, byte[] data) {
        this.code = code;
        this.flags = flags;
        this.vendor = vendor;
        this.data = data;
    }

    /** All as given; the vendor is written when {@code flags} have the V bit. */
    public static TestAvp raw(int code, int flags, int vendor, byte... data) {
        return new TestAvp(code, flags, vendor, data.clone());
    }

    /** A base AVP with the M bit. */
    public static TestAvp of(int code, byte... data) {
        return raw(code, M, 0, data);
    }

    public static TestAvp text(int code, String text) {
        return of(code, text.getBytes(StandardCharsets.UTF_8));
    }

    public static TestAvp u32(int code, int value) {
        return of(code, (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value);
    }

    public static TestAvp group(int code, TestAvp... inner) {
        return of(code, encode(List.of(inner)));
    }

    public static byte[] encode(List<TestAvp> avps) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (TestAvp avp : avps) {
            avp.writeTo(out);
        }
        return out.toByteArray();
    }

    public int code() {
        return code;
    }

    public int flags() {
        return flags;
    }

    public int vendor() {
        return vendor;
    }

    public byte[] data() {
        return data.clone();
    }

    public boolean hasVendor() {
        return (flags & V) != 0;
    }

    void writeTo(ByteArrayOutputStream out) {
        int length = (hasVendor() ? 12 : 8) + data.length;
        write32(out, code);
        out.write(flags);
        out.write(length >>> 16);
        out.write(length >>> 8);
        out.write(length);
        if (hasVendor()) {
            write32(out, vendor);
        }
        out.writeBytes(data);
        for (int i = length; i % 4 != 0; i++) {
            out.write(0);
        }
    }

    static void write32(ByteArrayOutputStream out, int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }

    @Override
    public String toString() {
        return Integer.toUnsignedString(code) + "/" + Integer.toHexString(flags)
                + (hasVendor() ? "/" + Integer.toUnsignedString(vendor) : "") + "="
                + HexFormat.of().formatHex(data);
    }
}
