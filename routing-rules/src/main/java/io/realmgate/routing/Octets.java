package io.realmgate.routing;

/**
 * A view of the bytes of one AVP value, a flyweight that is only valid during the call it is
 * passed to: its owner points it at the next message afterwards. Implementations do not copy.
 */
public interface Octets {

    /** Number of bytes, 0 or more. */
    int length();

    /**
     * The byte at {@code index}.
     *
     * @throws IndexOutOfBoundsException if {@code index} is outside 0 to {@code length() - 1}
     */
    byte byteAt(int index);

    /**
     * The eight bytes from {@code index} on, the first of them the highest.
     *
     * @throws IndexOutOfBoundsException if {@code index} is outside 0 to {@code length() - 8}
     */
    default long longAt(int index) {
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            word = word << 8 | byteAt(index + i) & 0xff;
        }
        return word;
    }
}
