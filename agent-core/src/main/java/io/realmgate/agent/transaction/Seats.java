package io.realmgate.agent.transaction;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Objects by number, for those who keep the number instead of a reference. Each has users who count; with the last one its
 * number is free. Confined to one thread.
 */
final class Seats<T> {
    /** Nobody's number. */
    static final int NONE = 0;

    private @Nullable T[] takers = newTakers(16);
    /** Users of a number that is taken, and the next free one of a number that is free. */
    private int[] uses = new int[16];

    private int used = NONE + 1;
    private int free = NONE;

    /** Gives {@code taker} a number, of which the caller is the first user. */
    int take(T taker) {
        int seat = free;
        if (seat == NONE) {
            if (used == uses.length) {
                takers = Arrays.copyOf(takers, used * 2);
                uses = Arrays.copyOf(uses, used * 2);
            }
            seat = used++;
        } else {
            free = uses[seat];
        }
        takers[seat] = taker;
        uses[seat] = 1;
        return seat;
    }

    /** Whose number it is. */
    T at(int seat) {
        T taker = takers[seat];
        if (taker == null) {
            throw new IllegalStateException("nobody has number " + seat);
        }
        return taker;
    }

    /** One user more. */
    void use(int seat) {
        uses[seat]++;
    }

    /** One user fewer; true when it was the last one, so that the number is free. */
    boolean leave(int seat) {
        if (--uses[seat] > 0) {
            return false;
        }
        takers[seat] = null;
        uses[seat] = free;
        free = seat;
        return true;
    }

    @SuppressWarnings("unchecked")
    private static <T> @Nullable T[] newTakers(int count) {
        return (T[]) new Object[count];
    }
}
