package io.realmgate.agent.peer;

import io.realmgate.agent.config.AgentSettings.Ejection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Whether one open connection answers requests, judged by the requests that pass anyway. A watchdog is not enough: a
 * server may answer every DWR and no request.
 *
 * <p>Outcomes are judged a second's worth, or the smallest number that means something, at a time. Where too many failed
 * the peer is ejected: requests go elsewhere while they can. After a while one request a second may try it again; as soon
 * as some were answered it is restored, and when one more fails it is ejected for twice as long.
 *
 * <p>Outcomes come on the connection's loop; any loop asks.
 */
public final class PeerHealth {
    /** What an outcome changed. */
    public enum Change {
        NONE,
        EJECTED,
        RESTORED
    }

    /** Answers of an ejected peer after which it is restored. */
    static final int ANSWERS_TO_RESTORE = 3;

    /** Between two requests that try an ejected peer, nanoseconds. */
    static final long PROBE_GAP = 1_000_000_000L;

    private static final long SHORTEST_JUDGEMENT = 1_000_000_000L;
    private static final long SOUND = Long.MIN_VALUE;
    private static final int JITTER_PERCENT = 25;

    private final Ejection settings;
    private final RandomGenerator random;

    /** When the next request may try it; {@link #SOUND} while it is not ejected. */
    private final AtomicLong probeAt = new AtomicLong(SOUND);

    // Being judged.
    private int answered;
    private int failed;
    private long since;

    // Of the last ejection.
    private boolean everEjected;
    private int inARow;
    private long length;
    private long until;
    private long restoredAt;
    private int firstIdentifier;
    private int answeredSince;

    /** @param random for jitter, so that several agents do not try a peer at the same moment */
    public PeerHealth(Ejection settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    // On the connection's loop ------------------------------------------------------------------------------------

    /**
     * The request with our identifier {@code hopByHop} was answered, and not for want of capacity.
     *
     * @param nextHopByHop identifier that the next request will have
     */
    public Change onAnswer(int hopByHop, int nextHopByHop, long now) {
        if (isEjected()) {
            if (hopByHop - firstIdentifier >= 0 && ++answeredSince >= ANSWERS_TO_RESTORE) {
                probeAt.set(SOUND);
                restoredAt = now;
                startJudging(now);
                return Change.RESTORED;
            }
            return Change.NONE;
        }
        answered++;
        return judge(nextHopByHop, now);
    }

    /** The request with our identifier {@code hopByHop} was not answered in time, or with DIAMETER_TOO_BUSY. */
    public Change onFailure(int hopByHop, int nextHopByHop, long now) {
        if (isEjected()) {
            // What was sent before the ejection, or in spite of it, says nothing new.
            if (hopByHop - firstIdentifier >= 0 && now - until >= 0) {
                eject(nextHopByHop, now);
                return Change.EJECTED;
            }
            return Change.NONE;
        }
        failed++;
        return judge(nextHopByHop, now);
    }

    private Change judge(int nextHopByHop, long now) {
        int outcomes = answered + failed;
        if (outcomes == 1) {
            since = now;
        }
        if (outcomes < settings.outcomes() || now - since < SHORTEST_JUDGEMENT) {
            return Change.NONE;
        }
        boolean guilty = settings.enabled() && failed * 100L >= (long) settings.percent() * outcomes;
        startJudging(now);
        if (!guilty) {
            return Change.NONE;
        }
        eject(nextHopByHop, now);
        return Change.EJECTED;
    }

    private void startJudging(long now) {
        answered = 0;
        failed = 0;
        since = now;
    }

    private void eject(int nextHopByHop, long now) {
        boolean again = isEjected() || everEjected && now - restoredAt < length;
        inARow = again ? inARow + 1 : 0;
        everEjected = true;
        long first = settings.time().toNanos();
        long longest = settings.longest().toNanos();
        length = inARow >= 62 || first > longest >> inARow ? longest : first << inARow;
        until = now + length + random.nextLong(1 + length * JITTER_PERCENT / 100);
        firstIdentifier = nextHopByHop;
        answeredSince = 0;
        probeAt.set(until);
    }

    // On any loop -------------------------------------------------------------------------------------------------

    /** Whether requests should go elsewhere if they can. */
    public boolean isEjected() {
        return probeAt.getOpaque() != SOUND;
    }

    /** Whether a request may go there at {@code now}: always, unless it is ejected and no trial is due. */
    public boolean isOpenTo(long now) {
        long due = probeAt.getOpaque();
        return due == SOUND || now - due >= 0;
    }

    /** Takes the right to try an ejected peer; false when another request has taken it. True for one that is sound. */
    public boolean claim(long now) {
        long due = probeAt.get();
        return due == SOUND || now - due >= 0 && probeAt.compareAndSet(due, now + PROBE_GAP);
    }

    /** Nanoseconds until a request may try it: 0 when one may, and for one that is not ejected. */
    public long waitsFor(long now) {
        long due = probeAt.getOpaque();
        return due == SOUND ? 0 : Math.max(0, due - now);
    }
}
