package io.realmgate.agent.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.tls.TlsProfile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection: cuts what comes into messages, and speaks the base protocol (RFC 6733 5.3 to 5.5). */
abstract class Link implements Loop.Attachment {
    private final Loop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final BaseMessages base;
    private final ByteBuf scratch = Unpooled.buffer(512);
    private final Wire wire;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private int interest;
    private boolean dirty;
    private boolean open;
    private boolean leaving;
    private @Nullable String refusal;

    protected final Tally tally;
    protected final AvpCursor cursor = new AvpCursor();

    /** What every connection of a run has. */
    record Ground(Loop loop, Tally tally, @Nullable TlsProfile tls) {
        private Wire wire(SocketChannel channel, boolean dialed) throws IOException {
            return tls == null
                    ? new PlainWire(channel)
                    : new TlsWire(channel, tls.engine(dialed), loop.arrived(), tally);
        }
    }

    /** @param channel connected, or about to be: then the CER goes out first of all */
    Link(Ground ground, SocketChannel channel, BaseMessages base, boolean dialed) throws IOException {
        this.loop = ground.loop;
        this.tally = ground.tally;
        this.channel = channel;
        this.wire = ground.wire(channel, dialed);
        this.base = base;
        this.interest = dialed ? SelectionKey.OP_CONNECT : SelectionKey.OP_READ;
        this.key = channel.register(loop.selector(), interest, this);
    }

    /** A message that is not of the base protocol, in {@link Loop#received()}. */
    abstract void message(ByteBuffer received, int at, int length, long now);

    /** Its identity, for people. */
    String name() {
        return base.identity();
    }

    /** Whether the capabilities exchange is done and the connection lives. */
    boolean isOpen() {
        return open && channel.isOpen();
    }

    boolean isConnected() {
        return channel.isOpen();
    }

    /** Why the relay does not take this peer, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    Outgoing outgoing() {
        return wire.outgoing();
    }

    /** Room for a message of this length, which will be written at the end of the turn. */
    int reserve(int length) {
        if (!dirty) {
            dirty = true;
            loop.markDirty(this);
        }
        return outgoing().reserve(length);
    }

    ByteBuf view() {
        return loop.view();
    }

    @Override
    public void ready(SelectionKey ready) throws IOException {
        if (ready.isConnectable()) {
            try {
                channel.finishConnect();
            } catch (IOException e) {
                refusal = "cannot connect: " + e.getMessage();
                channel.close();
                return;
            }
            await(SelectionKey.OP_READ);
            base.capabilitiesRequest(scratch.clear());
            say();
        }
        if (ready.isWritable()) {
            flush();
        }
        if (ready.isValid() && ready.isReadable()) {
            read();
        }
    }

    private void read() throws IOException {
        ByteBuffer received = loop.received();
        received.clear().put(rest.flip());
        boolean more = wire.read(received);
        loop.countRead();
        int end = received.position();
        int from = more ? cut(received.clear(), end, loop.now()) : end;
        keepRest(received, from, end);
        if (!more) {
            lost();
        } else if (wire.hasOwn()) {
            flush();
        }
    }

    /** Handles the whole messages of {@code [0, end)}; where the rest begins. */
    private int cut(ByteBuffer received, int end, long now) {
        int at = 0;
        while (end - at >= DiameterMessage.HEADER_LENGTH) {
            int word = received.getInt(at);
            int length = word & 0xffffff;
            if (word >>> 24 != DiameterMessage.VERSION
                    || length < DiameterMessage.HEADER_LENGTH
                    || length > 2 * LoadPlan.LARGEST_MESSAGE) {
                tally.fault(Fault.MALFORMED);
                close();
                return end;
            }
            if (end - at < length) {
                break;
            }
            if (received.getInt(at + 8) == 0 && Commands.isPeerToPeer(received.getInt(at + 4) & 0xffffff)) {
                base(at, length);
            } else {
                message(received, at, length, now);
            }
            at += length;
        }
        return at;
    }

    private void keepRest(ByteBuffer received, int from, int end) {
        int left = end - from;
        if (left > rest.capacity()) {
            rest = ByteBuffer.allocate(Math.max(4096, Integer.highestOneBit(left) * 2));
        }
        rest.clear();
        if (left > 0) {
            rest.put(received.limit(end).position(from));
        }
    }

    private void base(int at, int length) {
        DiameterMessage message = new DiameterMessage().wrap(loop.view(), at, length);
        boolean request = message.isRequest();
        switch (message.command()) {
            case Commands.CAPABILITIES_EXCHANGE -> {
                if (request) {
                    base.capabilitiesAnswer(scratch.clear(), message);
                    say();
                    open = true;
                } else {
                    int result = result(message);
                    open = result == ResultCodes.SUCCESS;
                    refusal = open ? null : "CEA with Result-Code " + result;
                }
            }
            case Commands.DEVICE_WATCHDOG -> {
                if (request) {
                    base.answer(scratch.clear(), message);
                    say();
                }
            }
            default -> disconnect(message, request);
        }
    }

    private void disconnect(DiameterMessage message, boolean request) {
        if (request) {
            base.answer(scratch.clear(), message);
            say();
            loop.flush();
            if (!leaving) {
                tally.fault(Fault.CONNECTION);
            }
        }
        close();
    }

    private int result(DiameterMessage answer) {
        cursor.over(answer);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.RESULT_CODE) && cursor.dataLength() == 4) {
                return cursor.unsigned32();
            }
        }
        return 0;
    }

    /** Sends a DPR (RFC 6733 5.4), after which the connection may end. */
    void leave() {
        leaving = true;
        if (isOpen()) {
            base.disconnectRequest(scratch.clear());
            say();
        } else {
            close();
        }
    }

    private void say() {
        int length = scratch.readableBytes();
        int at = reserve(length);
        ByteBuffer bytes = outgoing().bytes();
        bytes.put(at, scratch.array(), scratch.arrayOffset(), length);
    }

    void flush() {
        dirty = false;
        try {
            if (channel.isConnected()) {
                boolean all = wire.write();
                await(all ? SelectionKey.OP_READ : interestWhileWriting());
            }
        } catch (IOException e) {
            lost();
        }
    }

    private void await(int operations) {
        if (interest != operations) {
            interest = operations;
            key.interestOps(operations);
        }
    }

    /** What to wait for while something could not be written: a server that is not read from is not sent to. */
    private int interestWhileWriting() {
        return outgoing().isFull() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    }

    /** The other side ended the connection. */
    void lost() {
        lost("the relay closed the connection");
    }

    /** @param why it cannot be used any more, for people */
    void lost(String why) {
        if (!leaving && channel.isOpen()) {
            tally.fault(Fault.CONNECTION);
            refusal = why;
        }
        close();
    }

    private void close() {
        open = false;
        try {
            if (channel.isOpen()) {
                wire.close();
            }
            channel.close();
        } catch (IOException e) {
            refusal = e.getMessage();
        }
    }
}
