package io.realmgate.agent.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.transport.TransportConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A socket of a {@link PeerBench}, seen from the peer. */
final class BenchConnection extends EmbeddedChannel {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3868);
    private static final Map<Integer, String> NAMES = Map.of(257, "CE", 280, "DW", 282, "DP", 316, "Message");

    private final PeerBench bench;

    @Nullable
    PeerConnection connection;

    private boolean taken;

    BenchConnection(PeerBench bench) {
        this.bench = bench;
        freezeTime();
    }

    void attach(TransportConnection transport) {
        pipeline().addLast(transport);
    }

    void pass(long nanos) {
        advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        runScheduledPendingTasks();
    }

    /** The peer sends these octets. */
    void receive(byte[] message) {
        writeInbound(Unpooled.wrappedBuffer(message));
        bench.settle();
    }

    /** The peer hangs up. */
    void hangUp() {
        close();
        bench.settle();
    }

    /** What was sent since the last call: CER, CEA, DWR and so on, and "Disc" when the connection was closed. */
    List<String> seen() {
        List<String> names = new ArrayList<>();
        for (ByteBuf piece = readOutbound(); piece != null; piece = readOutbound()) {
            while (piece.isReadable()) {
                int start = piece.readerIndex();
                boolean request = piece.getByte(start + 4) < 0;
                int command = piece.getUnsignedMedium(start + 5);
                names.add("Snd-" + NAMES.get(command) + (command == 316 ? "" : request ? "R" : "A"));
                piece.skipBytes(piece.getUnsignedMedium(start + 1));
            }
            piece.release();
        }
        if (!isOpen() && !taken) {
            taken = true;
            names.add("Disc");
        }
        return names;
    }

    /** Origin-State-Id of each message that was sent since the last call. */
    List<Integer> stateIds() {
        List<Integer> values = new ArrayList<>();
        for (ByteBuf piece = readOutbound(); piece != null; piece = readOutbound()) {
            while (piece.isReadable()) {
                DiameterMessage message = new DiameterMessage()
                        .wrap(piece, piece.readerIndex(), piece.getUnsignedMedium(piece.readerIndex() + 1));
                AvpCursor cursor = new AvpCursor().over(message);
                while (cursor.next()) {
                    if (cursor.is(278)) {
                        values.add(cursor.unsigned32());
                    }
                }
                piece.skipBytes(message.length());
            }
            piece.release();
        }
        return values;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return ADDRESS;
    }

    @Override
    protected SocketAddress localAddress0() {
        return ADDRESS;
    }
}
