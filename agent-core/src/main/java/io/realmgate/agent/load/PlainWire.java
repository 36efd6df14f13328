package io.realmgate.agent.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Messages as they are. */
final class PlainWire implements Wire {
    private final SocketChannel channel;
    private final Outgoing outgoing = new Outgoing();

    PlainWire(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public Outgoing outgoing() {
        return outgoing;
    }

    @Override
    public boolean read(ByteBuffer received) throws IOException {
        received.limit(received.position() + Loop.readSize());
        return channel.read(received) >= 0;
    }

    @Override
    public boolean hasOwn() {
        return false;
    }

    @Override
    public boolean write() throws IOException {
        return outgoing.writeTo(channel);
    }

    @Override
    public void close() {
        // The socket is all there is.
    }
}
