package io.realmgate.routing.table;

/**
 * Numbers of values, one for each of many places: an octet each while they fit, else two. Not for two threads until
 * whoever fills it has published it.
 */
final class ValueNumbers {

    /** More different values a table cannot have. */
    static final int MOST = 0xffff;

    private static final int MOST_NARROW = 0xff;

    private final byte[] narrow;
    private final char[] wide;

    /** @param largest number that will be put, 0 to {@link #MOST} */
    ValueNumbers(int size, int largest) {
        narrow = new byte[largest <= MOST_NARROW ? size : 0];
        wide = new char[largest <= MOST_NARROW ? 0 : size];
    }

    static int octetsEach(int largest) {
        return largest <= MOST_NARROW ? 1 : 2;
    }

    int get(int at) {
        return wide.length == 0 ? narrow[at] & 0xff : wide[at];
    }

    void put(int at, int number) {
        if (wide.length == 0) {
            narrow[at] = (byte) number;
        } else {
            wide[at] = (char) number;
        }
    }

    long octets() {
        return narrow.length + 2L * wide.length;
    }
}
