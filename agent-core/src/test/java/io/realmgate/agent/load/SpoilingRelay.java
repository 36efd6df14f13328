package io.realmgate.agent.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.codec.ResultCodes;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small relay, a thread for each connection, that does one thing wrong to every hundredth request or its answer. Peers
 * connect to it; their names say who is a server.
 */
final class SpoilingRelay implements AutoCloseable {
    private static final int EVERY = 100;

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Habit habit;
    private final List<Peer> servers = new CopyOnWriteArrayList<>();
    private final List<Peer> clients = new CopyOnWriteArrayList<>();
    private final Map<Integer, Way> pending = new ConcurrentHashMap<>();
    private final AtomicInteger hopByHop = new AtomicInteger(1_000_000);
    private final AtomicInteger answers = new AtomicInteger();

    /** What it does wrong. */
    enum Habit {
        NONE,
        ANSWERS_ANOTHER_CLIENT,
        ANSWERS_TWICE,
        LOSES,
        KEEPS_ITS_HOP_BY_HOP,
        CHANGES_END_TO_END_OF_REQUEST,
        CHANGES_END_TO_END_OF_ANSWER,
        CHANGES_SESSION_ID,
        CHANGES_REQUEST,
        CHANGES_ANSWER,
        CHANGES_COMMAND,
        OMITS_ROUTE_RECORD,
        RECORDS_ITSELF,
        LEAVES_PROXY_INFO,
        ANSWERS_UNASKED,
        ANSWERS_BUSY,
        SENDS_NONSENSE,
        CLOSES
    }

    private record Way(Peer client, int hopByHop) {}

    private record Peer(Socket socket, OutputStream out, String identity) {
        synchronized void send(byte[] message) throws IOException {
            out.write(message);
            out.flush();
        }
    }

    SpoilingRelay(Habit habit) throws IOException {
        this.habit = habit;
        spawn(() -> {
            while (true) {
                Socket socket = listener.accept();
                spawn(() -> serve(socket));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void spawn(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The connection or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    private void serve(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        Peer peer = new Peer(socket, socket.getOutputStream(), originHost(read(in)));
        peer.send(baseAnswer(257));
        (peer.identity.startsWith("server") ? servers : clients).add(peer);
        while (true) {
            byte[] message = read(in);
            DiameterMessage view = view(message);
            if (view.command() == 282) {
                peer.send(baseAnswer(282));
                socket.close();
            } else if (view.isRequest()) {
                request(peer, message);
            } else {
                answer(message);
            }
        }
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int first = in.readInt();
        byte[] message = new byte[first & 0xffffff];
        in.readFully(message, 4, message.length - 4);
        Unpooled.wrappedBuffer(message).setInt(0, first);
        return message;
    }

    private static DiameterMessage view(byte[] message) {
        return new DiameterMessage().wrap(Unpooled.wrappedBuffer(message), 0, message.length);
    }

    private static String originHost(byte[] message) {
        AvpCursor cursor = new AvpCursor().over(view(message));
        while (cursor.next()) {
            if (cursor.is(AvpCodes.ORIGIN_HOST)) {
                return cursor.text();
            }
        }
        throw new AssertionError("no Origin-Host");
    }

    private static byte[] baseAnswer(int command) {
        ByteBuf out = Unpooled.buffer();
        MessageWriter.begin(out, 0, command, 0, 0, 0)
                .unsigned32(AvpCodes.RESULT_CODE, ResultCodes.SUCCESS)
                .text(AvpCodes.ORIGIN_HOST, "relay.transit.example")
                .end();
        return bytes(out);
    }

    private static byte[] bytes(ByteBuf out) {
        byte[] bytes = new byte[out.readableBytes()];
        out.getBytes(0, bytes);
        return bytes;
    }

    private void request(Peer client, byte[] message) throws IOException {
        int own = hopByHop.getAndIncrement();
        boolean spoil = own % EVERY == 0;
        pending.put(own, new Way(client, view(message).hopByHop()));
        ByteBuf out = Unpooled.buffer().writeBytes(message);
        out.setInt(12, own);
        if (!(spoil && habit == Habit.OMITS_ROUTE_RECORD)) {
            boolean wrong = spoil && habit == Habit.RECORDS_ITSELF;
            MessageWriter.fragment(out).text(AvpCodes.ROUTE_RECORD, wrong ? "relay.transit.example" : client.identity);
        }
        MessageWriter.fragment(out).bytes(AvpCodes.PROXY_INFO, new byte[16]);
        out.setMedium(1, out.writerIndex());
        if (spoil) {
            switch (habit) {
                case CHANGES_END_TO_END_OF_REQUEST -> out.setInt(16, out.getInt(16) ^ 1);
                case CHANGES_REQUEST -> out.setByte(message.length - 20, 0);
                case CHANGES_COMMAND -> out.setMedium(5, 999);
                case LOSES -> {
                    return;
                }
                default -> {}
            }
        }
        servers.get(own % servers.size()).send(bytes(out));
    }

    private void answer(byte[] message) throws IOException {
        Way way = pending.remove(view(message).hopByHop());
        if (way == null) {
            throw new AssertionError("an answer to nothing");
        }
        boolean spoil = answers.incrementAndGet() % EVERY == 0;
        ByteBuf out = Unpooled.buffer().writeBytes(message);
        if (!(spoil && habit == Habit.KEEPS_ITS_HOP_BY_HOP)) {
            out.setInt(12, way.hopByHop);
        }
        if (!(spoil && habit == Habit.LEAVES_PROXY_INFO)) {
            // The servers give the Proxy-Info back as the last AVP: 24 octets.
            out.writerIndex(out.writerIndex() - 24);
            out.setMedium(1, out.writerIndex());
        }
        Peer to = way.client;
        if (spoil) {
            to = spoil(out, way);
        }
        to.send(bytes(out));
        if (spoil && habit == Habit.ANSWERS_TWICE) {
            to.send(bytes(out));
        }
        if (spoil && habit == Habit.CLOSES) {
            to.socket.close();
        }
    }

    /** Spoils the answer; to whom it goes. */
    private Peer spoil(ByteBuf answer, Way way) {
        switch (habit) {
            case CHANGES_END_TO_END_OF_ANSWER -> answer.setInt(16, answer.getInt(16) ^ 0x40000000);
            case CHANGES_SESSION_ID -> answer.setByte(28, 'X');
            case CHANGES_ANSWER -> answer.setByte(answer.writerIndex() - 5, 0);
            case ANSWERS_UNASKED -> unasked(answer);
            case ANSWERS_BUSY -> busy(answer);
            case SENDS_NONSENSE -> answer.setByte(0, 7);
            case ANSWERS_ANOTHER_CLIENT -> {
                return clients.get((clients.indexOf(way.client) + 1) % clients.size());
            }
            default -> {}
        }
        return way.client;
    }

    /** As if for a request of its client that was never sent: identifiers and Session-Id agree. */
    private static void unasked(ByteBuf answer) {
        int hopByHop = answer.getInt(12) + 0x70000000;
        answer.setInt(12, hopByHop);
        int session = 20 + answer.getMedium(25);
        answer.setLong(session - 16, HexDigits.of(hopByHop));
    }

    /** 3004 behind the Session-Id, as a relay of few words says it. */
    private static void busy(ByteBuf answer) {
        int session = 20 + (answer.getMedium(25) + 3 & ~3);
        answer.writerIndex(session);
        MessageWriter.fragment(answer)
                .text(AvpCodes.ORIGIN_HOST, "relay.transit.example")
                .unsigned32(AvpCodes.RESULT_CODE, ResultCodes.TOO_BUSY);
        answer.setMedium(1, answer.writerIndex());
        answer.setByte(4, DiameterMessage.FLAG_PROXIABLE | DiameterMessage.FLAG_ERROR);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
