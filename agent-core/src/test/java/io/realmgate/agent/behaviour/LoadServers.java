package io.realmgate.agent.behaviour;

import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Servers that answer in another order than they are asked, some requests much later than others. One thread. */
final class LoadServers implements AutoCloseable, Runnable {
    /** Where the value of the Result-Code stands in their answers. */
    static final int RESULT_AT = 20 + 8 + 12 + 8;

    /** Requests that wait at least until the next batch. */
    private static final int HELD_BACK = 100;

    private final Selector selector = Selector.open();
    private final List<Server> servers = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(4242);
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    private static final class Server {
        final LoadChannel channel;
        final byte[] template;
        /** Hop-by-hop, end-to-end and Session-Id of each request that waits. */
        byte[][] waiting = new byte[1 << 13][];

        int count;

        Server(LoadChannel channel, String identity) {
            this.channel = channel;
            this.template = TestMessage.of(
                    0x40,
                    316,
                    RawMessages.S6A,
                    0,
                    0,
                    List.of(
                            TestAvp.text(263, LoadClients.SESSION),
                            TestAvp.u32(268, 2001),
                            TestAvp.text(264, identity),
                            TestAvp.text(296, RawMessages.realmOf(identity))));
        }
    }

    static String identity(int server) {
        return "hss" + server + ".home.example";
    }

    LoadServers(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            servers.add(new Server(new LoadChannel(port, selector, identity(i)), identity(i)));
        }
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                boolean idle = selector.select(1) == 0;
                for (SelectionKey key : selector.selectedKeys()) {
                    Server server = serverOf(key);
                    if (!server.channel.read((bytes, start, length) -> onRequest(server, bytes, start, length))) {
                        throw new AssertionError("the agent closed the connection");
                    }
                }
                selector.selectedKeys().clear();
                for (Server server : servers) {
                    answer(server, idle ? 0 : HELD_BACK);
                }
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private Server serverOf(SelectionKey key) {
        for (Server server : servers) {
            if (server.channel == key.attachment()) {
                return server;
            }
        }
        throw new AssertionError("a key of nobody");
    }

    private static void onRequest(Server server, ByteBuffer bytes, int start, int length) {
        // The last AVP is the Route-Record, 28 octets; it must name the client that the Session-Id names.
        int index = (bytes.get(start + LoadClients.SESSION_AT) - '0') * 10
                + bytes.get(start + LoadClients.SESSION_AT + 1)
                - '0';
        if (bytes.getInt(start + length - 28) != 282 || bytes.get(start + length - 20) != 'a' + index) {
            throw new AssertionError("a Route-Record that does not name client " + index);
        }
        byte[] ask = new byte[8 + LoadClients.SESSION.length()];
        bytes.get(start + 12, ask, 0, 8);
        bytes.get(start + LoadClients.SESSION_AT, ask, 8, LoadClients.SESSION.length());
        if (server.count == server.waiting.length) {
            throw new AssertionError("more requests than the clients may have under way");
        }
        server.waiting[server.count++] = ask;
    }

    /** Answers at random until {@code keep} are left. */
    private void answer(Server server, int keep) throws IOException {
        byte[] template = server.template;
        while (server.count > keep && server.channel.hasRoom(template.length)) {
            int chosen = random.nextInt(server.count);
            byte[] ask = server.waiting[chosen];
            server.waiting[chosen] = server.waiting[--server.count];
            System.arraycopy(ask, 0, template, 12, 8);
            System.arraycopy(ask, 8, template, LoadClients.SESSION_AT, LoadClients.SESSION.length());
            server.channel.out().put(template);
        }
        server.channel.flush();
    }

    void stop() {
        stopped = true;
        selector.wakeup();
    }

    void assertNoFailure() {
        Throwable e = failure;
        if (e != null) {
            throw new AssertionError("the servers failed", e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Server server : servers) {
            server.channel.close();
        }
        selector.close();
    }
}
