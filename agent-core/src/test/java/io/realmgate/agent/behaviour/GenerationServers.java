package io.realmgate.agent.behaviour;

import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Servers that answer at once, note who has had which request, and connect again whenever the agent has sent them away.
 * One thread; one more that connects.
 */
final class GenerationServers implements AutoCloseable, Runnable {
    /** Where the digit stands in the Origin-Host of their answers. */
    static final int DIGIT_AT = 20 + 8 + 12 + 12 + 8 + 3;

    private static final long AGAIN_NANOS = 10_000_000;

    private final int port;
    private final Selector selector = Selector.open();
    private final Server[] servers;
    private final BitSet[] had;
    private final ExecutorService connecting = Executors.newCachedThreadPool();
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;
    private long twice;
    private long departures;

    private static final class Server {
        final String identity;
        final byte[] template;
        volatile @Nullable LoadChannel channel;
        boolean leaves;

        Server(int index) {
            this.identity = LoadServers.identity(index);
            this.template = TestMessage.of(
                    0x40,
                    316,
                    RawMessages.S6A,
                    0,
                    0,
                    List.of(
                            TestAvp.text(263, GenerationClients.SESSION),
                            TestAvp.u32(268, 2001),
                            TestAvp.text(264, identity),
                            TestAvp.text(296, RawMessages.realmOf(identity))));
        }
    }

    GenerationServers(int port, int count, int clients) throws IOException {
        this.port = port;
        this.servers = new Server[count];
        this.had = new BitSet[clients];
        for (int i = 0; i < clients; i++) {
            had[i] = new BitSet();
        }
        for (int i = 0; i < count; i++) {
            servers[i] = new Server(i);
            servers[i].channel = new LoadChannel(port, selector, servers[i].identity);
        }
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                selector.select(1);
                for (SelectionKey key : selector.selectedKeys()) {
                    Server server = serverOf(key);
                    if (server != null) {
                        serve(server);
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private @Nullable Server serverOf(SelectionKey key) {
        for (Server server : servers) {
            if (server.channel == key.attachment()) {
                return server;
            }
        }
        return null;
    }

    private void serve(Server server) throws IOException {
        LoadChannel channel = server.channel;
        if (channel == null) {
            return;
        }
        if (!channel.hasRoom(LoadChannel.BUFFER / 2)) {
            // What may come in now is answered with less than that.
            channel.flush();
            return;
        }
        boolean open = channel.read((bytes, start, length) -> onMessage(server, channel, bytes, start, length));
        if (open) {
            channel.flush();
        } else if (server.leaves) {
            server.leaves = false;
            server.channel = null;
            channel.close();
            connecting.execute(() -> connectAgain(server));
        } else {
            throw new AssertionError("the agent closed the connection of " + server.identity + " without a DPR");
        }
    }

    private void onMessage(Server server, LoadChannel channel, ByteBuffer bytes, int start, int length) {
        ByteBuffer out = channel.out();
        if ((bytes.getInt(start + 4) & 0xffffff) != 316) {
            byte[] copy = new byte[length];
            bytes.get(start, copy);
            RawMessage message = new RawMessage(copy);
            if (message.isRequest()) {
                server.leaves |= message.command() == 282;
                departures += message.command() == 282 ? 1 : 0;
                out.put(RawMessages.answer(message, 0, 2001, server.identity));
            }
            return;
        }
        BitSet seen = had[GenerationClients.client(bytes, start)];
        int number = GenerationClients.number(bytes, start);
        if (seen.get(number)) {
            twice++;
        }
        seen.set(number);
        int at = out.position();
        out.put(server.template);
        out.putLong(at + 12, bytes.getLong(start + 12));
        out.put(at + LoadClients.SESSION_AT, bytes, start + LoadClients.SESSION_AT, GenerationClients.SESSION.length());
    }

    /** Until the agent lets it in. */
    private void connectAgain(Server server) {
        while (!stopped) {
            try {
                server.channel = new LoadChannel(port, selector, server.identity);
                selector.wakeup();
                return;
            } catch (AssertionError | IOException e) {
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    /** Requests that a server had although it, or another one, had had them; when they have stopped. */
    long twice() {
        return twice;
    }

    /** How often the agent has sent one away; when they have stopped. */
    long departures() {
        return departures;
    }

    /** How many different requests they have had; when they have stopped. */
    long served() {
        long all = 0;
        for (BitSet one : had) {
            all += one.cardinality();
        }
        return all;
    }

    void stop() {
        stopped = true;
        selector.wakeup();
        connecting.shutdown();
    }

    void assertNoFailure() {
        Throwable e = failure;
        if (e != null) {
            throw new AssertionError("the servers failed", e);
        }
    }

    @Override
    public void close() {
        try {
            for (Server server : servers) {
                LoadChannel channel = server.channel;
                if (channel != null) {
                    channel.close();
                }
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
