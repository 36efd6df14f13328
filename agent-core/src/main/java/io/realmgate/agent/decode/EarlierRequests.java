package io.realmgate.agent.decode;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.decode.CaptureDecoder.Seen;
import io.realmgate.agent.decode.CaptureMessages.Captured;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a capture that answers may still come for, by connection and hop-by-hop identifier (RFC 6733 3). Keeps a
 * bounded number of octets of the latest ones in mind. Of one thread.
 */
final class EarlierRequests {
    private static final int MOST_OCTETS = 64 << 20;

    private final OwnSide self;
    private final Map<Key, Request> requests = new LinkedHashMap<>();
    private long kept;

    EarlierRequests(OwnSide self) {
        this.self = self;
    }

    /** A request on one connection: the way of the request, and its identifier there. */
    private record Key(String source, String destination, int hopByHop) {}

    /**
     * A request, as it was on one connection.
     *
     * @param from identity of the node that sent it; null when the capture does not tell
     * @param arrivedAt address and port that it was sent to
     * @param octets not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Request(@Nullable String from, String arrivedAt, byte[] octets) {
        DiameterMessage message() {
            return new DiameterMessage().wrap(Unpooled.wrappedBuffer(octets), 0, octets.length);
        }
    }

    /**
     * What an answer is for.
     *
     * @param askedBy identity of the peer that it goes back to; null if that is not known
     * @param arrivedAt address and port where the agent got the request; null if the capture does not have that
     * @param octets as it came to the agent, if the capture has that, else as it left; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Origin(@Nullable String askedBy, @Nullable String arrivedAt, byte[] octets) {}

    void add(Captured request) {
        Key key = new Key(
                request.seen().source(),
                request.seen().destination(),
                request.message().hopByHop());
        // What is put again is to be the latest.
        Request same = requests.remove(key);
        kept -= same == null ? 0 : same.octets().length;
        Request one = new Request(request.from(), request.seen().destination(), request.octets());
        requests.put(key, one);
        kept += one.octets().length;
        for (Iterator<Request> eldest = requests.values().iterator(); kept > MOST_OCTETS && eldest.hasNext(); ) {
            kept -= eldest.next().octets().length;
            eldest.remove();
        }
    }

    /**
     * What an answer is for; null if that is not known (any more).
     *
     * @param otherwise who asked if the capture does not tell; null for what the request says
     */
    @Nullable
    Origin of(Captured answer, @Nullable String otherwise) {
        Seen back = answer.seen();
        Key key = new Key(
                /* source= */ back.destination(),
                /* destination= */ back.source(),
                answer.message().hopByHop());
        Request sent = requests.get(key);
        if (sent == null) {
            return null;
        }
        if (sent.from() != null && !self.isSelf(sent.from())) {
            return new Origin(sent.from(), sent.arrivedAt(), sent.octets());
        }
        Request came = asItCame(key, sent);
        if (came != null) {
            return new Origin(asker(came, otherwise), came.arrivedAt(), came.octets());
        }
        // RFC 6733 6.1.9: who forwards a request appends whom it came from.
        String recorded = lastRecorded(sent.message());
        return new Origin(recorded == null ? otherwise : recorded, null, sent.octets());
    }

    private static @Nullable String asker(Request came, @Nullable String otherwise) {
        String known = came.from() == null ? otherwise : came.from();
        return known == null ? QuestionMessage.originHost(came.message()).orElse(null) : known;
    }

    /**
     * A request that the agent may have sent, as it came to the agent: the End-to-End identifier and the Origin-Host stay
     * the same on the way (RFC 6733 3).
     */
    private @Nullable Request asItCame(Key key, Request sent) {
        Request latest = null;
        int endToEnd = sent.message().endToEnd();
        Optional<String> originHost = QuestionMessage.originHost(sent.message());
        for (Map.Entry<Key, Request> entry : requests.entrySet()) {
            if (entry.getKey().equals(key)) {
                break;
            }
            Request one = entry.getValue();
            DiameterMessage message = one.message();
            if (message.endToEnd() == endToEnd
                    && QuestionMessage.originHost(message).equals(originHost)) {
                latest = one;
            }
        }
        return latest;
    }

    private static @Nullable String lastRecorded(DiameterMessage request) {
        AvpCursor cursor = new AvpCursor().over(request);
        String last = null;
        while (cursor.next()) {
            if (cursor.is(AvpCodes.ROUTE_RECORD)) {
                last = cursor.bytes()
                        .toString(cursor.dataStart(), cursor.dataLength(), StandardCharsets.US_ASCII)
                        .toLowerCase(Locale.ROOT);
            }
        }
        return last;
    }
}
