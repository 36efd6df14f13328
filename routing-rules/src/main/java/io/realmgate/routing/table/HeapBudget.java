package io.realmgate.routing.table;

/**
 * How much heap a table may still take while it is loaded, so that one that is too large ends in an error and not in an
 * agent without memory. For one thread.
 */
public final class HeapBudget {

    private long left;

    /** As many octets as may be taken in all. */
    public HeapBudget(long octets) {
        left = octets;
    }

    /** There is less left than is needed. */
    public static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExceededException() {
            super("no heap left for the table", null, false, false);
        }
    }

    /**
     * Takes some of what is left.
     *
     * @throws ExceededException if there is less; then nothing is taken
     */
    public void take(long octets) {
        if (octets > left) {
            throw new ExceededException();
        }
        left -= octets;
    }

    /** Gives back what was taken. */
    public void give(long octets) {
        left += octets;
    }
}
