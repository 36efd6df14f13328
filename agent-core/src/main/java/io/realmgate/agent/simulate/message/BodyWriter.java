package io.realmgate.agent.simulate.message;

import io.realmgate.agent.codec.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Writes the AVPs of one message in the formats of RFC 6733 4.2 to 4.4, each by its {@link AvpId}. Lives as long as the
 * message is being written; of one thread.
 */
public final class BodyWriter {
    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

    private final MessageWriter out;

    public BodyWriter(MessageWriter out) {
        this.out = out;
    }

    /** Unsigned32, Integer32 or Enumerated. */
    public BodyWriter put(AvpId avp, int value) {
        out.unsigned32(avp.code(), avp.flags(), avp.vendor(), value);
        return this;
    }

    /** Unsigned64 or Integer64. */
    public BodyWriter put64(AvpId avp, long value) {
        out.unsigned64(avp.code(), avp.flags(), avp.vendor(), value);
        return this;
    }

    /** UTF8String, DiameterIdentity or DiameterURI. */
    public BodyWriter put(AvpId avp, String value) {
        return put(avp, value.getBytes(StandardCharsets.UTF_8));
    }

    /** OctetString. */
    public BodyWriter put(AvpId avp, byte[] value) {
        out.bytes(avp.code(), avp.flags(), avp.vendor(), value);
        return this;
    }

    /** Address of IP version 4 (RFC 6733 4.3.1). */
    public BodyWriter address(AvpId avp, int a, int b, int c, int d) {
        return put(avp, new byte[] {0, 1, (byte) a, (byte) b, (byte) c, (byte) d});
    }

    /** Time: seconds since 1900, of which the wire keeps 32 bits (RFC 6733 4.3.1). */
    public BodyWriter time(AvpId avp, Instant value) {
        return put(avp, (int) (value.getEpochSecond() + SECONDS_FROM_1900_TO_1970));
    }

    /** Grouped; {@code members} writes what is inside. */
    public BodyWriter group(AvpId avp, Consumer<BodyWriter> members) {
        int group = out.beginGroup(avp.code(), avp.flags(), avp.vendor());
        members.accept(this);
        out.endGroup(group);
        return this;
    }
}
