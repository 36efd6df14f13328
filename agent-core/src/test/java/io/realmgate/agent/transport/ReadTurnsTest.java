package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.testkit.TestMessage;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The share of one connection, counted in messages of others between two of one's own, on a real event loop. */
@Timeout(60)
class ReadTurnsTest {
    private static final byte[] SMALL = TestMessage.request();
    private static final byte[] ANSWER = TestMessage.of(0, 316, 16777251, 1, 1, List.of());
    private static final int PATIENT_MESSAGES = 10 * ReadTurns.MESSAGES;

    private final Vertx vertx = Vertx.vertx();
    private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    private final EventLoop eventLoop = context.nettyEventLoop();
    private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    private final Map<Integer, Integer> seen = new HashMap<>();
    private final CountDownLatch connected = new CountDownLatch(2);
    private final CountDownLatch patientIsDone = new CountDownLatch(1);
    private int patientPort;
    private int port;
    private volatile int awaited;

    /** Writes down whose message came. */
    private final class Witness implements FrameSink {
        private final int from;

        Witness(TransportConnection connection) {
            from = connection.remoteAddress().getPort();
            connected.countDown();
        }

        @Override
        public void onMessage(DiameterMessage message) {
            order.add(from);
            if (seen.merge(from, 1, Integer::sum) == PATIENT_MESSAGES && from == patientPort) {
                patientIsDone.countDown();
            }
        }

        @Override
        public int awaited() {
            return from == patientPort ? awaited : 0;
        }

        @Override
        public void onOversized(DiameterMessage head, int claimedLength) {}

        @Override
        public void onBroken(String reason) {}

        @Override
        public void onClosed() {}
    }

    @BeforeEach
    void listen() throws Exception {
        CountDownLatch listening = new CountDownLatch(1);
        context.runOnContext(v -> {
            IoLoop loop = new IoLoop(eventLoop, System::nanoTime);
            OutboxLimits limits = OutboxLimits.of(1 << 20, 1 << 20);
            new TcpTransport(vertx, loop, 4096, limits, Duration.ofSeconds(5))
                    .listen("127.0.0.1", 0, Witness::new)
                    .onSuccess(server -> {
                        port = server.actualPort();
                        listening.countDown();
                    });
        });
        assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static byte[] many(byte[] message, int count) {
        byte[] all = new byte[count * message.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(message, 0, all, i * message.length, message.length);
        }
        return all;
    }

    /** Many more turns would begin all the while what nobody has the time to end. */
    @Test
    void answersAreTakenInFewTurnsBesideAFloodOfRequests() throws Exception {
        awaited = PATIENT_MESSAGES;
        floodBeside(many(ANSWER, PATIENT_MESSAGES));
        List<Integer> all = List.copyOf(order);
        List<Integer> between = all.subList(all.indexOf(patientPort), all.lastIndexOf(patientPort) + 1);
        // They may come in pieces, each of which is a read.
        assertThat(between.size() - PATIENT_MESSAGES).isLessThanOrEqualTo(3 * 2 * ReadTurns.MESSAGES);
    }

    @Test
    void aFloodComesBetweenTwoMessagesOfAnotherForOneTurnOnly() throws Exception {
        floodBeside(many(SMALL, PATIENT_MESSAGES));
        List<Integer> all = List.copyOf(order);
        int first = all.indexOf(patientPort);
        int last = all.lastIndexOf(patientPort);
        // The end of what waited and the next read of the socket may lie side by side.
        assertThat(longestRunOfOthers(all.subList(first, last + 1))).isLessThanOrEqualTo(2 * ReadTurns.MESSAGES);
        assertThat(all).hasSizeGreaterThan(PATIENT_MESSAGES);
    }

    /** Ends when all of {@code patientMessages} were read. */
    private void floodBeside(byte[] patientMessages) throws Exception {
        Thread flooding;
        try (Socket flood = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket patient = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
            // Both have octets in the socket before the loop looks at either.
            CountDownLatch looking = new CountDownLatch(1);
            eventLoop.execute(() -> awaitQuietly(looking));
            patientPort = patient.getLocalPort();
            CountDownLatch flooded = new CountDownLatch(1);
            flooding = new Thread(() -> floodUntilClosed(flood, flooded));
            flooding.start();
            assertThat(flooded.await(20, TimeUnit.SECONDS)).isTrue();
            patient.getOutputStream().write(patientMessages);
            looking.countDown();
            assertThat(patientIsDone.await(40, TimeUnit.SECONDS)).isTrue();
        }
        flooding.join();
    }

    private int longestRunOfOthers(List<Integer> between) {
        int run = 0;
        int longest = 0;
        for (int from : between) {
            run = from == patientPort ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static void floodUntilClosed(Socket flood, CountDownLatch flooded) {
        byte[] batch = many(SMALL, 1000);
        try (OutputStream out = flood.getOutputStream()) {
            while (!Thread.currentThread().isInterrupted()) {
                out.write(batch);
                flooded.countDown();
            }
        } catch (IOException e) {
            // The end of the test.
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
