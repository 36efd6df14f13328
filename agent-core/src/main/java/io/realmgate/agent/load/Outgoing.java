package io.realmgate.agent.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes that wait to be written to one connection: grows as needed, and callers stop adding when {@link #isFull}. */
final class Outgoing {
    private static final int FULL = 1 << 20;

    private ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 12);
    private int sent;
    private int end;

    /** Makes room for {@code length} octets in {@link #bytes()} and returns where. */
    int reserve(int length) {
        if (end + length > bytes.capacity()) {
            makeRoom(length);
        }
        int at = end;
        end += length;
        return at;
    }

    private void makeRoom(int length) {
        int waiting = end - sent;
        int capacity = bytes.capacity();
        while (capacity < waiting + length) {
            capacity *= 2;
        }
        ByteBuffer roomy = capacity == bytes.capacity() ? bytes : ByteBuffer.allocateDirect(capacity);
        roomy.put(0, bytes.limit(bytes.capacity()), sent, waiting);
        bytes = roomy;
        sent = 0;
        end = waiting;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** Whether a megabyte waits. */
    boolean isFull() {
        return end - sent > FULL;
    }

    boolean isEmpty() {
        return sent == end;
    }

    /** What waits; whoever has moved the position says so by {@link #took}. */
    ByteBuffer waiting() {
        return bytes.limit(end).position(sent);
    }

    /** What stands before the position does not wait any more. */
    void took() {
        sent = bytes.position();
        bytes.clear();
        if (sent == end) {
            sent = 0;
            end = 0;
        }
    }

    /** Room for up to {@code length} octets behind what waits; whoever has filled some says so by {@link #added}. */
    ByteBuffer room(int length) {
        if (end + length > bytes.capacity()) {
            makeRoom(length);
        }
        return bytes.limit(end + length).position(end);
    }

    /** What stands before the position waits too. */
    void added() {
        end = bytes.position();
        bytes.clear();
    }

    /** Writes what the socket takes; whether that was all. */
    boolean writeTo(SocketChannel channel) throws IOException {
        channel.write(waiting());
        took();
        return isEmpty();
    }
}
