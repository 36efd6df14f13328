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
}
