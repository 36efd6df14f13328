package io.realmgate.agent.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.load.LoadPlan.Destination;
import io.realmgate.agent.load.LoadPlan.SubscriberRange;
import io.realmgate.agent.load.LoadPlan.Work;
import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.BodyWriter;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Subscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The request of one client. Everything that differs from one to the next follows from its two identifiers, so a server can
 * write it again and compare: the Session-Id ends in both as hexadecimal digits, subscriber and realm are drawn from the
 * end-to-end identifier. Immutable.
 */
final class RequestTemplate {
    private static final int SESSION_DIGITS = 16;
    private static final int MSIN_DIGITS = 10;
    private static final int CLASS = 25;

    private final ByteBuffer bytes;
    private final int length;
    private final int sessionLength;
    private final int sessionDigits;
    private final int[] subscriberDigits;
    private final SubscriberRange subscribers;
    private final int realmDigits;
    private final int realmWidth;
    private final int realms;

    /**
     * @param started part of each Session-Id, which has to differ from those of other runs (RFC 6733 8.8)
     * @throws IllegalArgumentException when the size asked for is too small; the message names the smallest
     */
    RequestTemplate(Work work, String identity, String realm, Instant started) {
        String session = identity + ';' + Long.toHexString(started.getEpochSecond()) + ';' + "0".repeat(SESSION_DIGITS);
        ByteBuf out = Unpooled.buffer(1024);
        write(out, work, session, new Origin(identity, realm), started);
        length = out.readableBytes();
        bytes = ByteBuffer.allocateDirect(length);
        out.getBytes(0, bytes);
        bytes.clear();
        sessionLength = 8 + session.length();
        sessionDigits = DiameterMessage.HEADER_LENGTH + sessionLength - SESSION_DIGITS;
        subscribers = work.subscribers();
        subscriberDigits = occurrences(out, new Subscriber(0).imsi());
        Destination destination = work.destination();
        realms = destination.realm().contains("%d") ? destination.realms() : 1;
        realmWidth = width(destination);
        realmDigits =
                startOf(out, AvpCodes.DESTINATION_REALM) + destination.realm().indexOf("%d");
        patch(bytes, 0, 0, 0);
    }

    /** Who sends it. */
    private record Origin(String identity, String realm) {}

    private static void write(ByteBuf out, Work work, String session, Origin origin, Instant at) {
        int bare = writeContent(out, work, session, origin, null);
        if (bare > work.requestSize()) {
            throw new IllegalArgumentException("a request of " + origin.identity + " has at least " + bare
                    + " octets; shorter names make it smaller");
        }
        out.clear();
        int whole = writeContent(out, work, session, origin, at);
        if (whole > work.requestSize()) {
            out.clear();
            whole = writeContent(out, work, session, origin, null);
        }
        whole = pad(out, whole, work.requestSize());
        out.setMedium(1, whole);
    }

    /** Writes a request without padding, and without what is special to the exchange when {@code at} is null. */
    private static int writeContent(
            ByteBuf out, Work work, String session, Origin origin, @org.jspecify.annotations.Nullable Instant at) {
        Exchange exchange = work.exchange();
        int flags = DiameterMessage.FLAG_REQUEST | DiameterMessage.FLAG_PROXIABLE;
        MessageWriter writer = MessageWriter.begin(
                out, flags, exchange.command(), exchange.application().id(), 0, 0);
        BodyWriter body = new BodyWriter(writer);
        body.put(BaseAvps.SESSION_ID, session);
        if (at != null) {
            exchange.application().writeTo(body);
        }
        body.put(BaseAvps.ORIGIN_HOST, origin.identity).put(BaseAvps.ORIGIN_REALM, origin.realm);
        String host = work.destination().host();
        if (host != null) {
            body.put(BaseAvps.DESTINATION_HOST, host);
        }
        String realm = realmText(work.destination());
        body.put(BaseAvps.DESTINATION_REALM, realm);
        if (at != null) {
            exchange.request().write(body, new Exchange.Facts(new Subscriber(0), realm, 0, at));
        }
        return writer.end();
    }

    /** Fills up to {@code size} with a Class AVP, which says nothing to a relay. */
    static int pad(ByteBuf out, int length, int size) {
        int missing = (size & ~3) - length;
        if (missing < 12) {
            return length;
        }
        byte[] filling = new byte[missing - 8];
        for (int i = 0; i < filling.length; i++) {
            filling[i] = (byte) ('a' + i % 26);
        }
        MessageWriter.fragment(out).bytes(CLASS, filling);
        return length + missing;
    }

    private static String realmText(Destination destination) {
        return destination.realm().replace("%d", "0".repeat(width(destination)));
    }

    private static int width(Destination destination) {
        return Integer.toString(Math.max(0, destination.realms() - 1)).length();
    }

    /** Where the last digits of {@code imsi} stand, behind the Session-Id. */
    private static int[] occurrences(ByteBuf message, String imsi) {
        String text = message.toString(StandardCharsets.ISO_8859_1);
        List<Integer> found = new ArrayList<>();
        for (int at = text.indexOf(imsi, DiameterMessage.HEADER_LENGTH); at >= 0; at = text.indexOf(imsi, at + 1)) {
            found.add(at + imsi.length() - MSIN_DIGITS);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Where the value of the first AVP {@code code} begins. */
    private static int startOf(ByteBuf message, int code) {
        AvpCursor at = new AvpCursor().over(message, DiameterMessage.HEADER_LENGTH, message.writerIndex());
        while (at.next()) {
            if (at.is(code)) {
                return at.dataStart();
            }
        }
        throw new IllegalStateException("no AVP " + code);
    }

    /** Octets of the request. */
    int length() {
        return length;
    }

    /** Octets of the Session-Id AVP before its padding. */
    int sessionLength() {
        return sessionLength;
    }

    /** Index of the hexadecimal digits in a message, whose Session-Id is its first AVP. */
    int sessionDigits() {
        return sessionDigits;
    }

    /** The request as it is but for its numbers. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Writes the request with these identifiers. */
    void write(ByteBuffer out, int at, int hopByHop, int endToEnd) {
        out.put(at, bytes, 0, length);
        patch(out, at, hopByHop, endToEnd);
    }

    private void patch(ByteBuffer out, int at, int hopByHop, int endToEnd) {
        out.putInt(at + 12, hopByHop).putInt(at + 16, endToEnd);
        out.putLong(at + sessionDigits, HexDigits.of(hopByHop));
        out.putLong(at + sessionDigits + 8, HexDigits.of(endToEnd));
        long drawn = draw(endToEnd);
        if (subscriberDigits.length > 0) {
            long subscriber = subscribers.first() + (drawn * subscribers.count() >>> 32);
            for (int digits : subscriberDigits) {
                putDecimal(out, at + digits, MSIN_DIGITS, subscriber);
            }
        }
        if (realms > 1) {
            putDecimal(out, at + realmDigits, realmWidth, realm(endToEnd));
        }
    }

    /** The number of the realm that the request with this identifier goes to. */
    int realm(int endToEnd) {
        return (int) (draw(~endToEnd) * realms >>> 32);
    }

    /** 32 bits that look drawn by lot and are the same for the same number. */
    private static long draw(int number) {
        int x = number * 0x9e3779b9;
        x ^= x >>> 15;
        x *= 0x85ebca6b;
        x ^= x >>> 13;
        return x & 0xffffffffL;
    }

    private static void putDecimal(ByteBuffer out, int at, int width, long value) {
        long left = value;
        for (int i = at + width - 1; i >= at; i--) {
            long tenth = left / 10;
            out.put(i, (byte) ('0' + left - 10 * tenth));
            left = tenth;
        }
    }
}
