package io.realmgate.agent.behaviour;

import java.util.ArrayList;
import java.util.List;

/**
 * Which generation was in force when, as seen from outside: one may have begun when the reload was asked for, and may have
 * lasted until the answer to the next one came. Times are {@link System#nanoTime()}. Written by one thread, then read.
 */
final class ForceTimeline {
    private final List<Integer> servers = new ArrayList<>();
    private final List<Long> begins = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();

    /** How many generations can have decided a request, and whether one of them decided as it was. */
    enum Verdict {
        BY_ONE,
        BY_ONE_OF_SEVERAL,
        MISROUTED
    }

    /** A generation that sends everything to {@code server}: asked for at {@code asked}, known to be in force at {@code known}. */
    void inForce(int server, long asked, long known) {
        if (!ends.isEmpty()) {
            ends.set(ends.size() - 1, known);
        }
        servers.add(server);
        begins.add(asked);
        ends.add(Long.MAX_VALUE);
    }

    int size() {
        return servers.size();
    }

    /** Whether a request that was sent and answered at these times may have gone to {@code server}. */
    Verdict verdict(long sent, long answered, int server) {
        int possible = 0;
        boolean explained = false;
        for (int i = firstAt(sent); i < servers.size() && begins.get(i) - answered <= 0; i++) {
            possible++;
            explained |= servers.get(i) == server;
        }
        if (!explained) {
            return Verdict.MISROUTED;
        }
        return possible == 1 ? Verdict.BY_ONE : Verdict.BY_ONE_OF_SEVERAL;
    }

    /** The first generation that had not ended by {@code time}; ends ascend. */
    private int firstAt(long time) {
        int low = 0;
        int high = ends.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends.get(middle) - time < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
