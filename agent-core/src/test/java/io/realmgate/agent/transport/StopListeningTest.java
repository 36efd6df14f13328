package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realmgate.agent.codec.DiameterMessage;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A drain needs its connections: who is there stays, who comes is turned away. */
class StopListeningTest {
    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Runnable> stop = new CompletableFuture<>();
    private final CompletableFuture<Void> accepted = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void existingConnectionsStayAndNewOnesAreRefused() throws Exception {
        vertx.deployVerticle(listener());
        try (Socket early = new Socket(InetAddress.getLoopbackAddress(), port.get(10, TimeUnit.SECONDS))) {
            early.setSoTimeout(300);
            accepted.get(10, TimeUnit.SECONDS);
            stop.get(10, TimeUnit.SECONDS).run();
            stopped.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> early.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(isTurnedAway(port.get())).isTrue();
        }
    }

    private static boolean isTurnedAway(int port) {
        try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
            late.setSoTimeout(10_000);
            return late.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private VerticleBase listener() {
        return new VerticleBase() {
            @Override
            public Future<?> start() {
                IoLoop loop = new IoLoop(((ContextInternal) context).nettyEventLoop(), System::nanoTime);
                TcpTransport transport =
                        new TcpTransport(vertx, loop, 65536, OutboxLimits.of(1 << 20, 1 << 20), Duration.ofSeconds(5));
                stop.complete(() -> context.runOnContext(
                        v -> transport.stopListening().onComplete(done -> stopped.complete(null))));
                return transport
                        .listen("127.0.0.1", 0, connection -> {
                            accepted.complete(null);
                            return new Deaf();
                        })
                        .onSuccess(server -> port.complete(server.actualPort()));
            }
        };
    }

    /** Takes no notice of anything. */
    private static final class Deaf implements FrameSink {
        @Override
        public void onMessage(DiameterMessage message) {}

        @Override
        public void onOversized(DiameterMessage head, int claimedLength) {}

        @Override
        public void onBroken(String reason) {}

        @Override
        public void onClosed() {}
    }
}
