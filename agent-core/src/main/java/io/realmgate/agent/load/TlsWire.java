package io.realmgate.agent.load;

import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLSession;

/**
 * Messages in TLS records: what waits leaves in records as full as can be, and after a read all whole records are opened.
 * Nothing waits for other threads, the handshake's sums neither: they are done before anything is measured.
 */
final class TlsWire implements Wire {
    /** Octets of the largest record that is sealed or opened (RFC 8446 5.2, RFC 5246 6.2.3), and its header. */
    static final int RECORD = (1 << 14) + 2048 + 5;

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer arrived;
    private final Tally tally;
    private final Outgoing outgoing = new Outgoing();
    private final Outgoing sealed = new Outgoing();
    private ByteBuffer rest = NOTHING;
    private boolean established;
    private boolean own;

    /**
     * @param engine becomes ours
     * @param arrived what all connections read records into
     */
    TlsWire(SocketChannel channel, SSLEngine engine, ByteBuffer arrived, Tally tally) throws IOException {
        engine.beginHandshake();
        this.channel = channel;
        this.engine = engine;
        this.arrived = arrived;
        this.tally = tally;
    }

    @Override
    public Outgoing outgoing() {
        return outgoing;
    }

    @Override
    public boolean hasOwn() {
        return own;
    }

    @Override
    public boolean read(ByteBuffer received) throws IOException {
        arrived.clear().put(rest.flip());
        arrived.limit(arrived.position() + Loop.readSize());
        int count = channel.read(arrived);
        arrived.flip();
        while (arrived.hasRemaining()) {
            SSLEngineResult result = engine.unwrap(arrived, received);
            boolean goesOn = shakeHands(result.getHandshakeStatus());
            if (result.getStatus() == Status.CLOSED) {
                return false;
            }
            if (result.getStatus() == Status.BUFFER_UNDERFLOW || result.bytesConsumed() == 0 && !goesOn) {
                break;
            }
        }
        keepRest();
        return count >= 0;
    }

    private void keepRest() {
        if (arrived.remaining() > rest.capacity()) {
            rest = ByteBuffer.allocateDirect(RECORD);
        }
        rest.clear().put(arrived);
    }

    /** Does what the handshake wants next of this side; false when it wants nothing. */
    private boolean shakeHands(HandshakeStatus first) throws IOException {
        HandshakeStatus wanted = first;
        boolean did = false;
        while (wanted == HandshakeStatus.NEED_TASK || wanted == HandshakeStatus.NEED_WRAP) {
            did = true;
            if (wanted == HandshakeStatus.NEED_TASK) {
                Runnable task = engine.getDelegatedTask();
                while (task != null) {
                    task.run();
                    task = engine.getDelegatedTask();
                }
                wanted = engine.getHandshakeStatus();
            } else {
                wanted = seal(NOTHING).getHandshakeStatus();
                own = true;
            }
        }
        if (!established && (wanted == HandshakeStatus.FINISHED || wanted == HandshakeStatus.NOT_HANDSHAKING)) {
            established = true;
            own = true;
            SSLSession session = engine.getSession();
            tally.protections.add(session.getProtocol() + " " + session.getCipherSuite());
        }
        return did;
    }

    private SSLEngineResult seal(ByteBuffer plain) throws IOException {
        SSLEngineResult result = engine.wrap(plain, sealed.room(RECORD));
        sealed.added();
        return result;
    }

    @Override
    public boolean write() throws IOException {
        own = false;
        if (!established) {
            shakeHands(engine.getHandshakeStatus());
            own = false;
        }
        while (established && !outgoing.isEmpty() && !sealed.isFull()) {
            SSLEngineResult result = seal(outgoing.waiting());
            outgoing.took();
            if (result.bytesConsumed() == 0) {
                break;
            }
        }
        // What waits for the end of the handshake does not wait for the socket.
        return sealed.writeTo(channel) && (outgoing.isEmpty() || !established);
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(engine);
    }
}
