package io.realmgate.agent.behaviour;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a load peer: whole messages in, batches out, a million of them without garbage. One thread. */
final class LoadChannel {
    /** Octets that wait to be read or sent. */
    static final int BUFFER = 1 << 18;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);

    /** Gets each message where it lies; the buffer's position and limit are not to be changed. */
    interface Receiver {
        void onMessage(ByteBuffer bytes, int start, int length);
    }

    /** Connects to the agent and exchanges capabilities. */
    LoadChannel(int port, Selector selector, String identity) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        out.put(RawMessages.cer(identity, RawMessages.S6A)).flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
        byte[] cea = readOne();
        if (new RawMessage(cea).resultCode() != 2001) {
            throw new AssertionError(identity + " was refused");
        }
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    private byte[] readOne() throws IOException {
        fill(4);
        int length = in.getInt(0) & 0xffffff;
        fill(length);
        byte[] message = new byte[length];
        in.get(0, message);
        in.clear();
        return message;
    }

    private void fill(int length) throws IOException {
        in.limit(length);
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                throw new AssertionError("the agent closed the connection");
            }
        }
    }

    /** Takes what is there; each whole message goes to {@code receiver}. False when the agent has closed. */
    boolean read(Receiver receiver) throws IOException {
        boolean open = channel.read(in) >= 0;
        int end = in.position();
        int at = 0;
        while (end - at >= 4) {
            int length = in.getInt(at) & 0xffffff;
            if (end - at < length) {
                break;
            }
            receiver.onMessage(in, at, length);
            at += length;
        }
        in.position(at).limit(end);
        in.compact();
        return open;
    }

    /** Where the next message of {@code length} octets may be put; null while too much waits to be sent. */
    boolean hasRoom(int length) {
        return out.remaining() >= length;
    }

    ByteBuffer out() {
        return out;
    }

    /** Sends as much as the other side takes; the rest follows when it can. */
    void flush() throws IOException {
        out.flip();
        if (out.hasRemaining()) {
            channel.write(out);
        }
        int wanted = SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
        out.compact();
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
