package io.realmgate.agent.transaction;

import org.jspecify.annotations.Nullable;

/**
 * What was decided for requests, by number, for entries that keep the number instead of a reference. Most requests have one of few routes,
 * which are remembered with the numbers that they have, so that nothing is stored for the next request of the same. Confined to one thread.
 */
final class Routes {
    /** A power of two. */
    private static final int REMEMBERED = 1024;

    private final Seats<Object> seats = new Seats<>();
    private final @Nullable Object[] known = new Object[REMEMBERED];
    private final int[] numbers = new int[REMEMBERED];

    /** The number of a route, which has one user more then. */
    int use(Object route) {
        int slot = System.identityHashCode(route) & REMEMBERED - 1;
        if (known[slot] != route) {
            forget(slot);
            known[slot] = route;
            numbers[slot] = seats.take(route);
        }
        seats.use(numbers[slot]);
        return numbers[slot];
    }

    Object at(int number) {
        return seats.at(number);
    }

    void leave(int number) {
        seats.leave(number);
    }

    /** From now on no route is referred to that no entry has. */
    void forget() {
        for (int slot = 0; slot < REMEMBERED; slot++) {
            forget(slot);
        }
    }

    private void forget(int slot) {
        if (known[slot] != null) {
            known[slot] = null;
            seats.leave(numbers[slot]);
        }
    }
}
