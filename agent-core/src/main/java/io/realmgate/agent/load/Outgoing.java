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

    /** Writes what the socket takes; whether that was all. */
    boolean writeTo(SocketChannel channel) throws IOException {
        bytes.limit(end).position(sent);
        channel.write(bytes);
        sent = bytes.position();
        bytes.clear();
        if (sent < end) {
            return false;
        }
        sent = 0;
        end = 0;
        return true;
    }
}
