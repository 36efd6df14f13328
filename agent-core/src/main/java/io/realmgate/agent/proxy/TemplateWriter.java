package io.realmgate.agent.proxy;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.EditValue.Part;
import io.realmgate.routing.model.SubscriberSource;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.table.Digits;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the parts of templates from the message as it was received. A flyweight of one thread; allocates nothing. */
final class TemplateWriter {
    private final DiameterMessage message = new DiameterMessage();
    private final AvpCursor cursor = new AvpCursor();
    private final AvpFinder finder = new AvpFinder();
    private final Value value = new Value();
    private String from = "";

    /** Turns to a message, and to the identity of the peer that it came from. */
    @SuppressWarnings("ReferenceEquality") // the question is whether anything is to be stored
    void show(DiameterMessage received, String sender) {
        message.show(received);
        if (from != sender) {
            from = sender;
        }
    }

    /** Appends all parts; false if one has no value, and then {@code out} is as it was. */
    boolean write(List<Part> parts, ByteBuf out) {
        int before = out.writerIndex();
        for (int i = 0; i < parts.size(); i++) {
            if (!write(parts.get(i), out)) {
                out.writerIndex(before);
                return false;
            }
        }
        return true;
    }

    /** Appends one part, which is none of an expression; false if it has no value. */
    boolean write(Part part, ByteBuf out) {
        if (part instanceof Part.Literal literal) {
            out.writeCharSequence(literal.text(), StandardCharsets.UTF_8);
            return true;
        }
        if (part instanceof Part.Avp avp) {
            return writeAvp(avp.code(), out);
        }
        if (part instanceof Part.Subscriber subscriber) {
            return writeSubscriber(subscriber.sources(), out);
        }
        out.writeCharSequence(from, StandardCharsets.US_ASCII);
        return !from.isEmpty();
    }

    private boolean writeAvp(int code, ByteBuf out) {
        cursor.over(message);
        while (cursor.next()) {
            if (cursor.is(code)) {
                out.writeBytes(cursor.bytes(), cursor.dataStart(), cursor.dataLength());
                return cursor.dataLength() > 0;
            }
        }
        return false;
    }

    private boolean writeSubscriber(List<SubscriberSource> sources, ByteBuf out) {
        for (int i = 0; i < sources.size(); i++) {
            SubscriberSource source = sources.get(i);
            Integer application = source.application();
            boolean here = application == null || application == message.application();
            if (here
                    && finder.find(message.bytes(), message.avpStart(), message.end(), source.path())
                    && writeValue(source.encoding(), out)) {
                return true;
            }
        }
        return false;
    }

    private boolean writeValue(Encoding encoding, ByteBuf out) {
        if (encoding == Encoding.TEXT) {
            out.writeBytes(message.bytes(), finder.start(), finder.length());
            return finder.length() > 0;
        }
        long digits = Digits.read(value, encoding);
        if (digits == Digits.NONE) {
            return false;
        }
        int count = Digits.count(digits);
        int at = out.writerIndex();
        out.writeZero(count);
        long number = Digits.number(digits);
        for (int i = at + count - 1; i >= at; i--) {
            out.setByte(i, (int) ('0' + number % 10));
            number /= 10;
        }
        return true;
    }

    /** What the finder has found. */
    private final class Value implements Octets {
        @Override
        public int length() {
            return finder.length();
        }

        @Override
        public byte byteAt(int index) {
            return message.bytes().getByte(finder.start() + index);
        }
    }
}
