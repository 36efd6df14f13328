package io.realmgate.agent.peer;

import io.realmgate.agent.transport.IoLoop;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says in the log what was refused, or observed, and why: one line at once for each peer and reason, and every ten
 * seconds one with how many there were since. At most ten new lines a second and 1,000 pairs of peer and reason; what is beyond is one number.
 * A storm of refusals costs no more than that. Confined to one loop.
 */
public final class RefusalLog {
    static final int MOST_PAIRS = 1000;
    static final int LINES_A_SECOND = 10;
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final IoLoop loop;
    private final String what;
    private final Level level;
    private final Map<String, Map<String, Count>> bySubject = new HashMap<>();
    private int pairs;
    private long second;
    private int lines;
    private long others;
    private boolean scheduled;

    private static final class Count {
        private long since;
    }

    public RefusalLog(IoLoop loop) {
        this(loop, "refusals", Level.WARN);
    }

    /**
     * @param what of which things it speaks, for the line about those that had none
     * @param level of all its lines
     */
    public RefusalLog(IoLoop loop, String what, Level level) {
        this.loop = loop;
        this.what = what;
        this.level = level;
    }

    /**
     * Counts one refusal or observation; true when there is to be a line about it, which the caller then has {@link #say} write.
     *
     * @param subject who is refused
     * @param reason one of a few constants
     */
    public boolean isNews(String subject, String reason) {
        Map<String, Count> reasons = bySubject.get(subject);
        Count known = reasons == null ? null : reasons.get(reason);
        if (known != null) {
            known.since++;
            return false;
        }
        wantSummary();
        if (pairs == MOST_PAIRS || !lineIsFree()) {
            others++;
            return false;
        }
        pairs++;
        bySubject.computeIfAbsent(subject, s -> new HashMap<>()).put(reason, new Count());
        return true;
    }

    /** Writes one line. */
    public void say(String line) {
        LOG.atLevel(level).log("{}", line);
    }

    private boolean lineIsFree() {
        long now = TimeUnit.NANOSECONDS.toSeconds(loop.now());
        if (now != second) {
            second = now;
            lines = 0;
        }
        if (lines == LINES_A_SECOND) {
            return false;
        }
        lines++;
        return true;
    }

    private void wantSummary() {
        if (!scheduled) {
            scheduled = true;
            loop.schedule(INTERVAL_NANOS, this::summarize);
        }
    }

    /** What was quiet for an interval is news again. */
    private void summarize() {
        scheduled = false;
        int said = 0;
        for (Iterator<Map.Entry<String, Map<String, Count>>> subjects =
                        bySubject.entrySet().iterator();
                subjects.hasNext(); ) {
            Map.Entry<String, Map<String, Count>> subject = subjects.next();
            for (Iterator<Map.Entry<String, Count>> reasons =
                            subject.getValue().entrySet().iterator();
                    reasons.hasNext(); ) {
                Map.Entry<String, Count> reason = reasons.next();
                long since = reason.getValue().since;
                if (since == 0) {
                    reasons.remove();
                    pairs--;
                } else if (said++ < LINES_A_SECOND * 10) {
                    LOG.atLevel(level).log("{}: {} more in 10 s: {}", subject.getKey(), since, reason.getKey());
                } else {
                    others += since;
                }
                reason.getValue().since = 0;
            }
            if (subject.getValue().isEmpty()) {
                subjects.remove();
            }
        }
        if (others > 0) {
            LOG.atLevel(level).log("{} more {} were not logged", others, what);
            others = 0;
        }
        if (pairs > 0) {
            wantSummary();
        }
    }
}
