package io.realmgate.agent.simulate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.simulate.Journal.Way;
import io.realmgate.agent.simulate.PendingAnswers.Waiting;
import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.transport.IoLoop;
import io.realmgate.agent.transport.TransportConnection;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a node: sends requests and matches their answers, answers requests, and remembers both. Confined to the
 * node's event loop but for the counters, the journal, the behaviour and the list of open peers.
 */
final class NodeCore implements LinkOwner {
    private final NodeListener listener;
    private final IoLoop loop;
    private final RequestBuilder requests;
    private final AnswerBuilder answers;
    private final AnswerRelease release;
    private final OpenSessions sessions = new OpenSessions();
    private final Journal journal = new Journal();
    private final ByteBuf scratch = Unpooled.buffer(1024);
    private final Link.Voice voice;
    private final List<Link> links = new ArrayList<>();
    private final AtomicLong requestsReceived = new AtomicLong();
    private final AtomicLong answersSent = new AtomicLong();
    private final AtomicLong requestsSent = new AtomicLong();
    private final AtomicLong answersReceived = new AtomicLong();
    private final AtomicLong answersWithoutRequest = new AtomicLong();
    private final AtomicLong answeredTwice = new AtomicLong();
    private final AnswerLedger ledger = new AnswerLedger();
    private final Promise<String> firstOpen = Promise.promise();
    private volatile Behaviour behaviour = Behaviour.GOOD;
    private volatile List<String> openPeers = List.of();
    private int turn;

    NodeCore(NodeSettings settings, NodeListener listener, IoLoop loop) {
        this.listener = listener;
        this.loop = loop;
        Identifiers identifiers = new Identifiers(settings);
        this.requests = new RequestBuilder(settings, identifiers);
        this.answers = new AnswerBuilder(settings, sessions);
        this.release = new AnswerRelease(loop);
        this.voice = new Link.Voice(settings, identifiers, new BaseMessages(settings), scratch);
    }

    /** Takes a connection that has just been made; {@code dialed} by this node, or accepted. */
    Link join(TransportConnection connection, boolean dialed) {
        Link link = new Link(connection, voice, this, dialed);
        links.add(link);
        return link;
    }

    List<Link> links() {
        return List.copyOf(links);
    }

    void beat(long now) {
        for (Link link : links()) {
            link.beat(now);
        }
    }

    Promise<String> firstOpen() {
        return firstOpen;
    }

    List<String> openPeers() {
        return openPeers;
    }

    void behave(Behaviour other) {
        behaviour = other;
    }

    Journal journal() {
        return journal;
    }

    NodeCounts counts() {
        return new NodeCounts(
                requestsReceived.get(),
                answersSent.get(),
                requestsSent.get(),
                answersReceived.get(),
                answersWithoutRequest.get(),
                answeredTwice.get());
    }

    /** Sends now; on the event loop. */
    void send(OutgoingRequest request, Promise<Exchanged> promise) {
        Link link = nextOpen();
        if (link == null) {
            promise.fail(new NoAnswerException("no peer is connected"));
            return;
        }
        if (link.pending().isFull()) {
            promise.fail(new NoAnswerException(link.pending().size() + " requests are waiting already"));
            return;
        }
        requests.write(scratch.clear(), request);
        CapturedMessage message = CapturedMessage.copyOf(scratch, 0, scratch.writerIndex());
        link.pending().add(new Waiting(request.exchange(), message, loop.tick(), promise));
        ledger.asked(message.view().endToEnd());
        link.send(message);
        requestsSent.incrementAndGet();
        journal.add(new Journal.Entry(Way.SENT, link.peer(), message));
    }

    private @Nullable Link nextOpen() {
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(Math.floorMod(turn++, links.size()));
            if (link.isOpen()) {
                return link;
            }
        }
        return null;
    }

    @Override
    public void opened(Link link) {
        notePeers();
        listener.opened(link.peer(), link.address());
        firstOpen.tryComplete(link.peer());
    }

    @Override
    public void request(Link link, DiameterMessage message) {
        CapturedMessage request = CapturedMessage.copyOf(message);
        long number = requestsReceived.incrementAndGet();
        journal.add(new Journal.Entry(Way.RECEIVED, link.peer(), request));
        listener.received(request);
        Behaviour now = behaviour;
        if (now.silentEvery() > 0 && number % now.silentEvery() == 0) {
            return;
        }
        answers.write(scratch.clear(), request, now.result());
        CapturedMessage answer = CapturedMessage.copyOf(scratch, 0, scratch.writerIndex());
        if (isEnd(request)) {
            sessions.ended(request.text(BaseAvps.SESSION_ID));
        }
        release.release(now, () -> answered(link, request, answer));
    }

    private void answered(Link link, CapturedMessage request, CapturedMessage answer) {
        link.send(answer);
        answersSent.incrementAndGet();
        journal.add(new Journal.Entry(Way.SENT, link.peer(), answer));
        listener.answered(request, answer);
    }

    @Override
    public void answer(Link link, DiameterMessage message) {
        Waiting waiting = link.pending().take(message.hopByHop(), message.endToEnd());
        if (waiting == null) {
            answersWithoutRequest.incrementAndGet();
            if (ledger.wasAnswered(message.endToEnd())) {
                answeredTwice.incrementAndGet();
            }
            return;
        }
        ledger.answered(message.endToEnd());
        answersReceived.incrementAndGet();
        CapturedMessage answer = CapturedMessage.copyOf(message);
        journal.add(new Journal.Entry(Way.RECEIVED, link.peer(), answer));
        remember(waiting, answer);
        long nanos = loop.now() - waiting.sent();
        waiting.promise().tryComplete(new Exchanged(waiting.exchange(), waiting.request(), answer, nanos));
    }

    private void remember(Waiting waiting, CapturedMessage answer) {
        Exchange exchange = waiting.exchange();
        if (!exchange.application().keepsSessions()) {
            return;
        }
        String session = waiting.request().text(BaseAvps.SESSION_ID);
        if (isEnd(waiting.request())) {
            sessions.ended(session);
        } else if (answer.result().isSuccess()) {
            sessions.opened(session);
        }
    }

    /** A request with a Termination-Cause (RFC 6733 8.15), or the server's ASR (8.5.1). */
    private static boolean isEnd(CapturedMessage request) {
        return request.has(BaseAvps.TERMINATION_CAUSE) || request.view().command() == BaseAvps.ABORT_SESSION;
    }

    @Override
    public void closed(Link link, boolean orderly, String reason) {
        links.remove(link);
        notePeers();
        if (link.wasOpen()) {
            listener.closed(link.peer(), orderly, reason);
        } else {
            listener.failed(link.address(), reason);
        }
    }

    private void notePeers() {
        openPeers = links.stream().filter(Link::isOpen).map(Link::peer).toList();
    }
}
