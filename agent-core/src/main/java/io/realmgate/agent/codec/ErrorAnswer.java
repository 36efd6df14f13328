package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Writes answers that say that a request failed, in the grammar of RFC 6733 7.2: Session-Id first, then who we are, the
 * Result-Code, a text that names nobody, the Failed-AVP, and every Proxy-Info as it came (6.2).
 *
 * <p>Confined to one thread. Works on requests that are themselves broken: it copies what lies before the fault.
 */
public final class ErrorAnswer {
    private static final int RELIABLE_HEADER = 8;

    private final byte[] proxyHost;
    private final AvpCursor cursor = new AvpCursor();
    private final AvpCursor inner = new AvpCursor();

    /** @param proxyHost the Proxy-Host of what we may have added ourselves, which no answer of ours gives back */
    public ErrorAnswer(String proxyHost) {
        this.proxyHost = proxyHost.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What an error answer says.
     *
     * @param text the Error-Message
     * @param failedAt index of the AVP that is at fault in the bytes of the request, or -1
     * @param failedLength octets of it that may be read
     */
    public record Reason(int resultCode, String text, int failedAt, int failedLength) {
        /** A reason that lies in no single AVP. */
        public Reason(int resultCode, String text) {
            this(resultCode, text, -1, 0);
        }
    }

    /**
     * Appends the answer to {@code out}.
     *
     * @param hopByHop the identifier that the asker gave the request
     * @param origin who we are towards the asker
     * @return its length in octets
     */
    public int write(ByteBuf out, DiameterMessage request, int hopByHop, Originator origin, Reason reason) {
        return write(out, request, hopByHop, origin, reason, Unpooled.EMPTY_BUFFER);
    }

    /**
     * The same with more to say.
     *
     * @param more whole AVPs, padded, for example Redirect-Hosts
     */
    public int write(
            ByteBuf out, DiameterMessage request, int hopByHop, Originator origin, Reason reason, ByteBuf more) {
        int resultCode = reason.resultCode;
        // RFC 6733 7.1.4: the E bit must be clear for 4xxx. 7.1.5 allows it for 5xxx in this grammar, 7.1.3 asks for
        // it.
        int error = resultCode / 1000 == 4 ? 0 : DiameterMessage.FLAG_ERROR;
        int flags = request.flags() & DiameterMessage.FLAG_PROXIABLE | error;
        MessageWriter writer =
                MessageWriter.begin(out, flags, request.command(), request.application(), hopByHop, request.endToEnd());
        copyAll(writer, request, AvpCodes.SESSION_ID, 1);
        writer.bytes(AvpCodes.ORIGIN_HOST, origin.host());
        writer.bytes(AvpCodes.ORIGIN_REALM, origin.realm());
        writer.unsigned32(AvpCodes.RESULT_CODE, resultCode);
        writer.unsigned32(AvpCodes.ORIGIN_STATE_ID, origin.stateId());
        writer.optionalText(AvpCodes.ERROR_MESSAGE, reason.text);
        if (reason.failedAt >= 0) {
            int group = writer.beginGroup(AvpCodes.FAILED_AVP, AvpCursor.FLAG_MANDATORY, 0);
            writeFailed(out, writer, request, reason);
            writer.endGroup(group);
        }
        writer.copy(more, more.readerIndex(), more.readableBytes());
        copyAll(writer, request, AvpCodes.PROXY_INFO, Integer.MAX_VALUE);
        return writer.end();
    }

    private static void writeFailed(ByteBuf out, MessageWriter writer, DiameterMessage request, Reason reason) {
        int at = reason.failedAt;
        int length = reason.failedLength;
        if (reason.resultCode != ResultCodes.INVALID_AVP_LENGTH) {
            writer.copy(request.bytes(), at, length);
            return;
        }
        // RFC 6733 7.1.5: the header as far as it came, zero-filled, without the data that cannot be trusted.
        int start = out.writerIndex();
        out.writeBytes(request.bytes(), at, Math.min(length, RELIABLE_HEADER));
        out.writeZero(RELIABLE_HEADER - (out.writerIndex() - start));
        boolean vendor = out.getByte(start + 4) < 0;
        if (vendor) {
            int known = Math.max(0, Math.min(4, length - RELIABLE_HEADER));
            if (known > 0) {
                out.writeBytes(request.bytes(), at + RELIABLE_HEADER, known);
            }
            out.writeZero(4 - known);
        }
        out.setMedium(start + 5, vendor ? 12 : RELIABLE_HEADER);
    }

    private void copyAll(MessageWriter writer, DiameterMessage request, int code, int most) {
        cursor.over(request);
        for (int left = most; left > 0 && cursor.next(); ) {
            if (cursor.is(code) && !isOurs(code)) {
                writer.copy(cursor.bytes(), cursor.start(), cursor.length());
                left--;
            }
        }
    }

    /** A kept request may carry the Proxy-Info that we added on its way out; the asker never sent that one. */
    private boolean isOurs(int code) {
        if (code != AvpCodes.PROXY_INFO) {
            return false;
        }
        inner.inside(cursor);
        while (inner.next()) {
            if (inner.is(AvpCodes.PROXY_HOST)) {
                return isProxyHost(inner.bytes(), inner.dataStart(), inner.dataLength());
            }
        }
        return false;
    }

    private boolean isProxyHost(ByteBuf bytes, int at, int length) {
        return AsciiNames.equalsIgnoreCase(bytes, at, length, proxyHost);
    }
}
