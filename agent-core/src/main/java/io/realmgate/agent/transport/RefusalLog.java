package io.realmgate.agent.transport;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log why requests or connections were refused, at most so many a second that a storm of refusals costs no more than that;
 * what was left out is counted in the next line. Confined to one loop.
 */
public final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final int LINES_A_SECOND = 10;

    private final IoLoop loop;
    private long second;
    private int lines;
    private long left;

    public RefusalLog(IoLoop loop) {
        this.loop = loop;
    }

    /** Logs {@code text}, which is made only if there is room for it. */
    public void say(Supplier<String> text) {
        long now = TimeUnit.NANOSECONDS.toSeconds(loop.now());
        if (now != second) {
            second = now;
            lines = 0;
        }
        if (lines == LINES_A_SECOND) {
            left++;
            return;
        }
        lines++;
        if (left > 0) {
            LOG.warn("{} refusals like these were not logged", left);
            left = 0;
        }
        LOG.warn("{}", text.get());
    }
}
