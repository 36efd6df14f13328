package io.realmgate.agent.simulate.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as it stood on the wire, copied so that it may be kept and read from any thread. Immutable. AVPs are
 * looked for at the top level; what follows a malformed AVP is not seen.
 */
public final class CapturedMessage {
    private final byte[] octets;
    private final DiameterMessage view;

    private CapturedMessage(byte[] octets) {
        this.octets = octets;
        this.view = new DiameterMessage().wrap(Unpooled.wrappedBuffer(octets), 0, octets.length);
    }

    /** A copy of {@code message}. */
    public static CapturedMessage copyOf(DiameterMessage message) {
        return copyOf(message.bytes(), message.start(), message.length());
    }

    /** A copy of the {@code length} octets of a message that begin at {@code start}. */
    public static CapturedMessage copyOf(ByteBuf bytes, int start, int length) {
        byte[] octets = new byte[length];
        bytes.getBytes(start, octets);
        return new CapturedMessage(octets);
    }

    /** The message to read; it is shared, so it must not be wrapped anew. */
    public DiameterMessage view() {
        return view;
    }

    /** A copy of the octets. */
    public byte[] octets() {
        return octets.clone();
    }

    /** The first AVP of this kind as text, or null. */
    public @Nullable String text(AvpId avp) {
        AvpCursor at = find(avp);
        return at == null ? null : at.text();
    }

    /** Every AVP of this kind as text, in the order of the message. */
    public List<String> texts(AvpId avp) {
        List<String> texts = new ArrayList<>();
        AvpCursor at = new AvpCursor().over(view);
        while (at.next()) {
            if (isAt(avp, at)) {
                texts.add(at.text());
            }
        }
        return texts;
    }

    /** The first AVP of this kind as Unsigned32; {@code otherwise} when it is absent or not four octets long. */
    public int number(AvpId avp, int otherwise) {
        AvpCursor at = find(avp);
        return at == null || at.dataLength() != 4 ? otherwise : at.unsigned32();
    }

    public boolean has(AvpId avp) {
        return find(avp) != null;
    }

    /** What the answer says of its request: Result-Code, else Experimental-Result, else {@link Result#NONE}. */
    public Result result() {
        int code = number(BaseAvps.RESULT_CODE, 0);
        if (code != 0) {
            return new Result(code, 0);
        }
        AvpCursor group = find(BaseAvps.EXPERIMENTAL_RESULT);
        if (group == null) {
            return Result.NONE;
        }
        int vendor = 0;
        AvpCursor member = new AvpCursor().inside(group);
        while (member.next()) {
            if (isAt(BaseAvps.VENDOR_ID, member) && member.dataLength() == 4) {
                vendor = member.unsigned32();
            } else if (isAt(BaseAvps.EXPERIMENTAL_RESULT_CODE, member) && member.dataLength() == 4) {
                code = member.unsigned32();
            }
        }
        return new Result(code, vendor);
    }

    private @Nullable AvpCursor find(AvpId avp) {
        AvpCursor at = new AvpCursor().over(view);
        while (at.next()) {
            if (isAt(avp, at)) {
                return at;
            }
        }
        return null;
    }

    private static boolean isAt(AvpId avp, AvpCursor at) {
        return at.code() == avp.code() && at.vendor() == avp.vendor();
    }
}
