package io.realmgate.agent.forward;

import io.realmgate.agent.transaction.DeadlineWheel;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transaction.TransactionTable;
import io.realmgate.agent.transport.IoLoop;
import java.util.function.BiConsumer;

/**
 * Looks at the deadlines of one loop while any request is pending. When the loop itself was held up (a pause of the machine
 * or of the garbage collector), answers lie unread in the sockets; a late look therefore waits for the next
 * iteration, which reads them first, and for some more while the loop is slow. Else requests would be sent again although
 * their answers are there. Confined to one loop.
 *
 * @param <O> a connection
 */
final class DeadlineSweep<O> {
    /** Looks in a row that may wait, so that a loop which is always slow still keeps deadlines. */
    private static final int MOST_WAITS = 4;

    private final IoLoop loop;
    private final DeadlineWheel<O> wheel;
    private final BiConsumer<TransactionTable<O>, PendingRequest<O>> onExpired;
    private boolean scheduled;
    private int waits;
    private long due;

    DeadlineSweep(IoLoop loop, DeadlineWheel<O> wheel, BiConsumer<TransactionTable<O>, PendingRequest<O>> onExpired) {
        this.loop = loop;
        this.wheel = wheel;
        this.onExpired = onExpired;
    }

    /** Sees to it that deadlines are looked at while anything is pending. */
    void want() {
        if (!scheduled) {
            scheduled = true;
            due = loop.now() + wheel.tickNanos();
            loop.schedule(wheel.tickNanos(), this::look);
        }
    }

    private void look() {
        scheduled = false;
        if (loop.now() - due > wheel.tickNanos() && waits < MOST_WAITS) {
            waits++;
        } else {
            waits = 0;
            wheel.expire(loop.now(), onExpired);
        }
        if (wheel.size() > 0) {
            want();
        }
    }
}
