package io.realmgate.agent.decode;

import io.realmgate.agent.decode.CaptureMessages.Captured;
import io.realmgate.routing.explain.Inquiry;
import io.realmgate.routing.explain.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps the messages of one packet of a capture, the answers among them with their requests. */
final class AskedPacket implements CaptureMessages.Sink {
    private static final int MOST_NAMED = 10;

    private final Way otherwise;
    private final OwnSide self;
    private final EarlierRequests earlier;
    private final List<Asked> kept = new ArrayList<>();
    private final TreeSet<Integer> others = new TreeSet<>();
    private int frame;
    private int firstAnswer;
    private @Nullable MalformedInputException unclear;

    /**
     * @param frame number of the packet, 0 for the first with a request
     * @param otherwise how a message came if the capture does not tell
     */
    AskedPacket(int frame, Way otherwise, OwnSide self) {
        this.frame = frame;
        this.otherwise = otherwise;
        this.self = self;
        this.earlier = new EarlierRequests(self);
    }

    @Override
    public void request(Captured request) {
        frame = frame == 0 ? request.seen().packet() : frame;
        if (isAsked(request)) {
            try {
                String listener = otherwise.listener();
                kept(request, listener == null ? self.listenerAt(request.seen().destination()) : listener, null);
            } catch (MalformedInputException e) {
                unclear = e;
            }
        }
        earlier.add(request);
    }

    @Override
    public void answer(Captured answer) {
        firstAnswer = firstAnswer == 0 ? answer.seen().packet() : firstAnswer;
        if (!isAsked(answer)) {
            return;
        }
        EarlierRequests.Origin origin = earlier.of(answer, otherwise.askedBy());
        try {
            String what = what(answer) + " answers a request that the capture does not have";
            Inquiry.OfAnswer context = new Inquiry.OfAnswer(
                    Asked.asker(what, origin == null ? otherwise.askedBy() : origin.askedBy()),
                    origin == null ? null : origin.octets());
            String arrivedAt = origin == null ? null : origin.arrivedAt();
            String listener = otherwise.listener() != null || arrivedAt == null
                    ? otherwise.listener()
                    : self.listenerAt(arrivedAt);
            kept(answer, listener, context);
        } catch (MalformedInputException e) {
            unclear = e;
        }
    }

    private void kept(Captured message, @Nullable String listener, Inquiry.@Nullable OfAnswer answer)
            throws MalformedInputException {
        String from = Asked.sender(what(message), null, message.fromOr(otherwise.from()));
        kept.add(new Asked(message.seen().packet(), new Inquiry(from, listener, answer, message.octets())));
    }

    private boolean isAsked(Captured message) {
        int packet = message.seen().packet();
        if (packet != frame && others.size() < MOST_NAMED) {
            others.add(packet);
        }
        return packet == frame;
    }

    private static String what(Captured message) {
        return "packet " + message.seen().packet();
    }

    /** The first packets that have what this one does not. */
    String others() {
        return others.isEmpty()
                ? "none"
                : others.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + (others.size() == MOST_NAMED ? ", …" : "");
    }

    /** Where the first answer is, if there is one. */
    String answers() {
        return firstAnswer == 0 ? "" : "; packet " + firstAnswer + " completes an answer";
    }

    List<Asked> asked(String otherwiseSay) throws MalformedInputException {
        if (unclear != null) {
            throw unclear;
        }
        if (kept.isEmpty()) {
            throw new MalformedInputException(otherwiseSay);
        }
        return kept;
    }
}
