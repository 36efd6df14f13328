package io.realmgate.agent.simulate;

import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.CapturedMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A steady stream of requests: so many a second, never more than so many waiting at once, until it is stopped or its
 * number is reached. Counters may be read from any thread; the rest is the node's event loop's.
 */
public final class Traffic {
    private static final Duration STEP = Duration.ofMillis(5);

    private final SimulatorNode node;
    private final LongFunction<OutgoingRequest> requests;
    private final Pace pace;
    private final Promise<Report> finished = Promise.promise();
    private final Map<String, Long> byServer = new TreeMap<>();
    private final Map<String, Map<Integer, Long>> byRequest = new TreeMap<>();
    private final WaitingTimes times = new WaitingTimes();
    private final List<Waiter> waiters = new ArrayList<>();
    private long begun;
    private long sent;
    private long answered;
    private long unanswered;
    private boolean stopping;

    /**
     * How fast and how much.
     *
     * @param perSecond requests to start a second
     * @param window most requests that wait at once
     * @param total requests after which it ends by itself
     */
    public record Pace(int perSecond, int window, long total) {}

    /**
     * What became of the requests so far.
     *
     * @param byServer answers by Origin-Host
     * @param byRequest results of each request, such as {@code S6a/ULR}, with their number; result 0: no answer
     */
    public record Report(
            long sent,
            long answered,
            long unanswered,
            Map<String, Long> byServer,
            Map<String, Map<Integer, Long>> byRequest,
            WaitingTimes times) {

        /** Answers by result code. */
        public Map<Integer, Long> byResult() {
            Map<Integer, Long> all = new TreeMap<>();
            byRequest.values().forEach(one -> one.forEach((code, n) -> all.merge(code, n, Long::sum)));
            all.remove(0);
            return all;
        }

        /** Answers that a server gave. */
        public long from(String server) {
            return byServer.getOrDefault(server, 0L);
        }
    }

    /** A stream that has not begun; {@code requests} makes the n-th request, from 0. */
    public Traffic(SimulatorNode node, LongFunction<OutgoingRequest> requests, Pace pace) {
        this.node = node;
        this.requests = requests;
        this.pace = pace;
    }

    /** Begins; completes, never fails, when it has ended and nothing waits any more. */
    public Future<Report> start() {
        node.loop().execute(() -> {
            begun = node.loop().tick();
            step();
        });
        return finished.future();
    }

    /** Starts no more requests; those that wait are waited for. */
    public void stop() {
        node.loop().execute(() -> {
            stopping = true;
            finishIfDone();
        });
    }

    private record Waiter(Predicate<Report> enough, Promise<Report> promise) {}

    /** Completes with the first report, from the next answer on, that is {@code enough}. */
    public Future<Report> when(Predicate<Report> enough) {
        Promise<Report> promise = Promise.promise();
        node.loop().execute(() -> waiters.add(new Waiter(enough, promise)));
        return promise.future();
    }

    /** What became of it so far. */
    public synchronized Report report() {
        Map<String, Map<Integer, Long>> results = new TreeMap<>();
        byRequest.forEach((request, one) -> results.put(request, new TreeMap<>(one)));
        return new Report(sent, answered, unanswered, Map.copyOf(byServer), results, times.copy());
    }

    private void step() {
        long due = Math.min(pace.total, (node.loop().now() - begun) * pace.perSecond / 1_000_000_000L + 1);
        while (!stopping && sent < due && sent - answered - unanswered < pace.window) {
            synchronized (this) {
                sent++;
            }
            OutgoingRequest request = requests.apply(sent - 1);
            String name = request.exchange().qualifiedName();
            node.send(request).onComplete(done -> note(name, done.result()));
        }
        if (sent == pace.total) {
            stopping = true;
        }
        if (!stopping) {
            node.loop().schedule(STEP.toNanos(), this::step);
        }
        finishIfDone();
    }

    private void note(String request, @Nullable Exchanged exchanged) {
        synchronized (this) {
            int code = exchanged == null ? 0 : exchanged.answer().result().code();
            byRequest.computeIfAbsent(request, r -> new TreeMap<>()).merge(code, 1L, Long::sum);
            if (exchanged == null) {
                unanswered++;
            } else {
                CapturedMessage answer = exchanged.answer();
                answered++;
                times.add(exchanged.nanos());
                byServer.merge(String.valueOf(answer.text(BaseAvps.ORIGIN_HOST)), 1L, Long::sum);
            }
        }
        if (!waiters.isEmpty()) {
            Report now = report();
            waiters.removeIf(w -> w.enough.test(now) && w.promise.tryComplete(now));
        }
        finishIfDone();
    }

    private void finishIfDone() {
        if (stopping && sent == answered + unanswered) {
            finished.tryComplete(report());
        }
    }
}
