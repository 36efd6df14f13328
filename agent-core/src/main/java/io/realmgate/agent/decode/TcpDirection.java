package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import java.util.Map;
import java.util.TreeMap;

/**
 * One direction of a TCP connection put together again from captured segments: repeats are dropped, early segments wait.
 * Messages are found from the first segment on that begins like one, so that a capture may begin in the middle.
 */
final class TcpDirection {
    /** Octets of early segments above which what is missing is taken for not captured. */
    private static final int MOST_WAITING = 4 << 20;

    private final ByteBuf stream = Unpooled.buffer();
    private final TreeMap<Integer, ByteBuf> early = new TreeMap<>((a, b) -> Integer.compare(a - b, 0));
    private boolean inStep;
    private int next;
    private int waiting;

    /** Takes the data of a segment and gives the messages that it completes to {@code sink}. */
    void segment(int sequence, boolean first, ByteBuf data, MessageCutter.Sink sink) {
        if (first) {
            lose(sequence + 1);
            inStep = true;
        }
        if (!data.isReadable()) {
            return;
        }
        if (!inStep && !looksLikeMessage(data, 0)) {
            return;
        }
        if (!inStep) {
            inStep = true;
            next = sequence;
        }
        early.merge(sequence, data, (a, b) -> a.readableBytes() >= b.readableBytes() ? a : b);
        waiting += data.readableBytes();
        takeEarly();
        if (waiting > MOST_WAITING) {
            lose(early.isEmpty() ? next : early.firstKey());
        }
        cut(sink);
    }

    private void lose(int sequence) {
        stream.clear();
        early.clear();
        waiting = 0;
        inStep = false;
        next = sequence;
    }

    private void takeEarly() {
        while (!early.isEmpty() && early.firstKey() - next <= 0) {
            Map.Entry<Integer, ByteBuf> entry = early.pollFirstEntry();
            ByteBuf data = entry.getValue();
            waiting -= data.readableBytes();
            int known = next - entry.getKey();
            if (known < data.readableBytes()) {
                stream.writeBytes(data, known, data.readableBytes() - known);
                next += data.readableBytes() - known;
            }
        }
        if (early.isEmpty()) {
            waiting = 0;
        }
    }

    private void cut(MessageCutter.Sink sink) {
        DiameterMessage view = new DiameterMessage();
        while (stream.readableBytes() >= DiameterMessage.HEADER_LENGTH) {
            int at = stream.readerIndex();
            if (!looksLikeMessage(stream, at)) {
                lose(next);
                return;
            }
            int length = stream.getUnsignedMedium(at + 1);
            if (stream.readableBytes() < length) {
                break;
            }
            sink.message(view.wrap(stream, at, length));
            stream.skipBytes(length);
        }
        stream.discardReadBytes();
    }

    private static boolean looksLikeMessage(ByteBuf bytes, int at) {
        return bytes.writerIndex() - at >= DiameterMessage.HEADER_LENGTH
                && bytes.getByte(at) == DiameterMessage.VERSION
                && bytes.getUnsignedMedium(at + 1) >= DiameterMessage.HEADER_LENGTH
                && (bytes.getByte(at + 4) & 0x0f) == 0;
    }
}
