package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * Thousands of connections: they keep no peer out, and what they held comes back.
 *
 * <pre>
 *  10,000 strangers ==(silent)======\
 *  40 to 1,000 *.visited.example ----[ agent ] ---- hss1.home.example
 * </pre>
 *
 * The numbers can be raised with {@code -Drealmgate.test.connections=…} as far as file descriptors allow.
 */
class ManyConnectionsTest extends Behaviour {
    private static final int SILENT = Integer.getInteger("realmgate.test.connections", 10_000);
    private static final int AT_ONCE = SILENT / 10;
    private static final int NOT_OPEN = SILENT / 20;

    private TestAgent agent() {
        return start(new TestConfig()
                .agent("timers { handshake = 60s, watchdog = 10m, request = 60s }")
                .agent("limits { connections-per-address = 1000000, connections-not-open = " + NOT_OPEN + " }")
                .peers(HSS1)
                .accept("{ identity = \"*.visited.example\", realm = visited.example }"));
    }

    private static long descriptors() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    private static SocketChannel open(TestAgent agent) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), agent.port()));
    }

    /** Exchanges capabilities without a thread of its own. */
    private static SocketChannel openPeer(TestAgent agent, String identity) throws IOException {
        SocketChannel channel = open(agent);
        channel.write(ByteBuffer.wrap(RawMessages.cer(identity, S6A)));
        RawMessage cea = read(channel);
        assertThat(cea.resultCode()).isEqualTo(2001);
        return channel;
    }

    private static RawMessage read(SocketChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(4);
        fill(channel, head);
        ByteBuffer all = ByteBuffer.allocate(head.getInt(0) & 0xffffff).putInt(head.getInt(0));
        fill(channel, all);
        return new RawMessage(all.array());
    }

    private static void fill(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("closed after " + bytes.position() + " octets");
            }
        }
    }

    private static void closeAll(Iterable<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    private static void awaitBack(long descriptorsBefore, long memoryBefore) {
        await().until(ManyConnectionsTest::descriptors, now -> now <= descriptorsBefore + 5);
        await().until(
                        () -> PooledByteBufAllocator.DEFAULT.pinnedDirectMemory(),
                        now -> now <= memoryBefore + (1 << 20));
    }

    @Test
    void silenceDoesNotDisturbThePeersAndKeepsNobodyOut() throws Exception {
        TestAgent agent = agent();
        List<RawPeer> clients = new ArrayList<>();
        connect(HSS1, S6A).echo();
        for (int i = 0; i < 49; i++) {
            clients.add(connect("c" + i + ".visited.example", S6A));
        }
        long descriptors = descriptors();
        long memory = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
        FutureTask<Void> flood = new FutureTask<>(silence(agent));
        new Thread(flood, "strangers").start();
        int rounds = 0;
        while (!flood.isDone() || rounds < 20) {
            rounds++;
            for (RawPeer client : clients) {
                client.send(Ask.realm("home.example"));
            }
            for (RawPeer client : clients) {
                assertThat(client.next().resultCode()).isEqualTo(2001);
            }
            if (rounds <= 20) {
                connectInTheEnd(agent, "late" + rounds + ".visited.example");
            }
        }
        flood.get();
        await().until(
                        () -> agent.total("realmgate_refused_connections_total", "cause", "displaced"),
                        n -> n >= SILENT - NOT_OPEN);
        assertThat(clients).allMatch(client -> agent.peer(client.identity()).isOpen());
        agent.agent().peers().stream()
                .filter(peer -> peer.identity().startsWith("late"))
                .forEach(peer -> agent.awaitDown(peer.identity()));
        closeAll(held);
        awaitBack(descriptors, memory);
    }

    /** As peers do it: one whose CER was on its way for longer than the flood needs to displace it comes again. */
    private static void connectInTheEnd(TestAgent agent, String identity) {
        await().until(() -> {
            try (SocketChannel peer = openPeer(agent, identity)) {
                return peer.isOpen();
            } catch (IOException e) {
                return false;
            }
        });
    }

    private final Deque<SocketChannel> held = new ArrayDeque<>();

    /** The agent closes the oldest; we close ours a little later, so that descriptors suffice anywhere. */
    private Callable<Void> silence(TestAgent agent) {
        return () -> {
            for (int i = 0; i < SILENT; i++) {
                held.add(open(agent));
                if (held.size() > 3 * NOT_OPEN) {
                    awaitEnd(held.remove());
                }
            }
            return null;
        };
    }

    private static void awaitEnd(SocketChannel displaced) throws IOException {
        try (displaced) {
            assertThat(displaced.read(ByteBuffer.allocate(1))).isNegative();
        } catch (java.net.SocketException e) {
            // A reset is an end too.
        }
    }

    @Test
    void connectingAndDisconnectingLeavesNothingBehind() throws Exception {
        TestAgent agent = agent();
        connect(HSS1, S6A).echo();
        openPeer(agent, "first.visited.example").close();
        agent.awaitDown("first.visited.example");
        long descriptors = descriptors();
        long memory = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
        ByteBuffer request = ByteBuffer.wrap(Ask.realm("home.example").bytes());
        for (int i = 0; i < AT_ONCE; i++) {
            try (SocketChannel peer = openPeer(agent, "c" + i % 300 + "x" + i + ".visited.example")) {
                request.rewind();
                peer.write(request);
                if (i % 2 == 0) {
                    assertThat(read(peer).resultCode()).isEqualTo(2001);
                }
            }
        }
        awaitBack(descriptors, memory);
        await().until(() -> agent.agent().peers().stream()
                .filter(peer -> !peer.identity().equals(HSS1))
                .allMatch(peer -> peer.state().equals("DOWN")));
    }

    @Test
    void aThousandPeersAtOnce() throws Exception {
        TestAgent agent = agent();
        connect(HSS1, S6A).echo();
        long descriptors = descriptors();
        long memory = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
        List<SocketChannel> peers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            peers.add(openPeer(agent, "c" + i + ".visited.example"));
        }
        ByteBuffer request = ByteBuffer.wrap(Ask.realm("home.example").bytes());
        for (SocketChannel peer : peers) {
            request.rewind();
            peer.write(request);
        }
        for (SocketChannel peer : peers) {
            assertThat(read(peer).resultCode()).isEqualTo(2001);
        }
        assertThat(agent.agent().peers().stream().filter(peer -> peer.isOpen()).count())
                .isEqualTo(AT_ONCE + 1);
        closeAll(peers);
        awaitBack(descriptors, memory);
        await().until(() ->
                agent.agent().peers().stream().filter(peer -> peer.isOpen()).count() == 1);
    }
}
