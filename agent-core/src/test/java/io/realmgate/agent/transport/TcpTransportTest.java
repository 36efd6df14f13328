package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.impl.VertxHandler;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * <pre>
 *   connect  -- TCP -->  listen        both on one event loop
 * </pre>
 */
@Timeout(60)
class TcpTransportTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final TcpTransport transport = transport();
    private final BlockingQueue<TransportConnection> up = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final List<WeakReference<?>> ofVertx = new ArrayList<>();

    private TcpTransport transport() {
        IoLoop loop = new IoLoop(((ContextInternal) context).nettyEventLoop(), System::nanoTime);
        return new TcpTransport(vertx, loop, 1 << 16, OutboxLimits.of(1 << 20, 1 << 20), Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Both ends, as {@code up} has them. */
    private NetServer connected() throws InterruptedException {
        BlockingQueue<NetServer> listening = new LinkedBlockingQueue<>();
        context.runOnContext(ready -> transport
                .listen("127.0.0.1", 0, this::sink)
                .onSuccess(listening::add)
                .onSuccess(server -> transport.connect(
                        "127.0.0.1", server.actualPort(), null, this::sink, failure -> closed.add("" + failure))));
        return Objects.requireNonNull(listening.poll(30, TimeUnit.SECONDS));
    }

    private FrameSink sink(TransportConnection connection) {
        VertxHandler<?> handler = connection.channel().pipeline().get(VertxHandler.class);
        synchronized (ofVertx) {
            ofVertx.add(new WeakReference<>(handler));
            ofVertx.add(new WeakReference<>(handler.getConnection()));
        }
        up.add(connection);
        return new RecordingSink() {
            @Override
            public void onClosed() {
                closed.add("closed");
            }
        };
    }

    private Channel next() throws InterruptedException {
        return Objects.requireNonNull(up.poll(30, TimeUnit.SECONDS)).channel();
    }

    /** Half of what an idle peer would take: an update of Vert.x that holds on to it elsewhere is to be noticed. */
    @Test
    void nothingOfVertxStaysWithAConnection() throws InterruptedException {
        connected();
        List<Channel> ends = List.of(next(), next());
        await().untilAsserted(() -> assertThat(ends)
                .allSatisfy(end -> assertThat(end.pipeline().toMap().values())
                        .hasSize(1)
                        .hasOnlyElementsOfType(TransportConnection.class)));
        await().untilAsserted(() -> {
            System.gc();
            synchronized (ofVertx) {
                assertThat(ofVertx)
                        .hasSize(4)
                        .allSatisfy(one -> assertThat(one.get()).isNull());
            }
        });
        assertThat(ends).allSatisfy(end -> assertThat(end.isActive()).isTrue());
    }

    @Test
    void aListenerThatIsClosedTakesItsConnectionsAlong() throws InterruptedException {
        NetServer server = connected();
        next();
        next();
        server.close();
        assertThat(closed.poll(30, TimeUnit.SECONDS)).isEqualTo("closed");
        assertThat(closed.poll(30, TimeUnit.SECONDS)).isEqualTo("closed");
    }
}
