package io.realmgate.agent.simulate;

import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Exchange;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection that wait for their answers. All wait equally long, so the order of sending is the order
 * of the deadlines. Of one event loop.
 */
final class PendingAnswers {
    /** Waiting requests above which no more are sent. */
    static final int BOUND = 100_000;

    private final Map<Integer, Waiting> byHopByHop = new LinkedHashMap<>();

    /** A request that has been sent. */
    record Waiting(Exchange exchange, CapturedMessage request, long sent, Promise<Exchanged> promise) {}

    boolean isFull() {
        return byHopByHop.size() >= BOUND;
    }

    int size() {
        return byHopByHop.size();
    }

    void add(Waiting waiting) {
        byHopByHop.put(waiting.request.view().hopByHop(), waiting);
    }

    /** Takes out the request that both identifiers mean; null when there is none (RFC 6733 section 3). */
    @Nullable
    Waiting take(int hopByHop, int endToEnd) {
        Waiting waiting = byHopByHop.get(hopByHop);
        if (waiting == null || waiting.request.view().endToEnd() != endToEnd) {
            return null;
        }
        byHopByHop.remove(hopByHop);
        return waiting;
    }

    /** Gives up the requests sent before {@code limit} (nanoseconds of the loop's clock). */
    void expire(long limit, String reason) {
        Iterator<Waiting> oldestFirst = byHopByHop.values().iterator();
        List<Waiting> expired = new ArrayList<>();
        while (oldestFirst.hasNext()) {
            Waiting waiting = oldestFirst.next();
            if (waiting.sent - limit > 0) {
                break;
            }
            oldestFirst.remove();
            expired.add(waiting);
        }
        fail(expired, reason);
    }

    /** Gives up all of them. */
    void abandon(String reason) {
        List<Waiting> all = List.copyOf(byHopByHop.values());
        byHopByHop.clear();
        fail(all, reason);
    }

    private static void fail(List<Waiting> waiting, String reason) {
        for (Waiting w : waiting) {
            w.promise.tryFail(new NoAnswerException(reason));
        }
    }
}
