package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.DiameterMessage;

/** Finds messages that stand one behind the other in a run of octets. */
public final class MessageCutter {
    private MessageCutter() {}

    /** Who gets the messages. */
    @FunctionalInterface
    public interface Sink {
        /** The next message; valid during the call only. */
        void message(DiameterMessage message);
    }

    /** Gives every message in {@code octets} to {@code sink}; fails at the first that is not whole. */
    public static void cut(ByteBuf octets, Sink sink) throws MalformedInputException {
        DiameterMessage view = new DiameterMessage();
        int end = octets.writerIndex();
        for (int at = octets.readerIndex(); at < end; ) {
            int left = end - at;
            if (left < DiameterMessage.HEADER_LENGTH) {
                throw new MalformedInputException("offset " + at + ": " + left + " octets left, a header has 20");
            }
            int length = octets.getUnsignedMedium(at + 1);
            if (length < DiameterMessage.HEADER_LENGTH) {
                throw new MalformedInputException(
                        "offset " + (at + 1) + ": the message claims " + length + " octets, its header alone has 20");
            }
            if (length > left) {
                throw new MalformedInputException(
                        "offset " + (at + 1) + ": the message claims " + length + " octets, " + left + " are there");
            }
            sink.message(view.wrap(octets, at, length));
            at += length;
        }
    }
}
