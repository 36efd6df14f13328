package io.realmgate.agent.proxy;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.routing.model.AvpPath;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows a path through the groups of a message. What is inside a malformed group is not there. A flyweight of one thread.
 */
final class AvpFinder {
    /** More steps than any path has. */
    static final int DEEPEST = 16;

    private final AvpCursor[] cursors =
            Stream.generate(AvpCursor::new).limit(DEEPEST).toArray(AvpCursor[]::new);
    private final AvpCursor member = new AvpCursor();
    private int start;
    private int length;

    /** Whether there is an AVP at the path in {@code [from, end)}; {@link #start} and {@link #length} tell of the first. */
    boolean find(ByteBuf bytes, int from, int end, AvpPath path) {
        return find(bytes, from, end, path, 0);
    }

    private boolean find(ByteBuf bytes, int from, int end, AvpPath path, int level) {
        AvpPath.Step step = path.steps().get(level);
        boolean last = level == path.steps().size() - 1;
        AvpCursor cursor = cursors[level].over(bytes, from, end);
        while (cursor.next()) {
            if (cursor.code() != step.code() || cursor.vendor() != step.vendor() || !fits(cursor, step, last)) {
                continue;
            }
            int data = cursor.dataStart();
            if (last) {
                start = data;
                length = cursor.dataLength();
                return true;
            }
            if (find(bytes, data, data + cursor.dataLength(), path, level + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Index of the first octet of the value that was found. */
    int start() {
        return start;
    }

    /** Octets of the value that was found. */
    int length() {
        return length;
    }

    /** Whether the AVP that {@code at} stands on, which has the code of the step, is one that the step leads to. */
    boolean fits(AvpCursor at, AvpPath.Step step, boolean last) {
        AvpPath.Guard guard = step.guard();
        if (last && guard == null) {
            return true;
        }
        boolean held = guard == null;
        member.inside(at);
        while (member.next()) {
            held = held || holds(guard);
        }
        return held && !member.malformed();
    }

    private boolean holds(AvpPath.@Nullable Guard guard) {
        return guard != null
                && member.code() == guard.code()
                && member.vendor() == guard.vendor()
                && member.dataLength() == 4
                && member.unsigned32() == guard.value();
    }
}
