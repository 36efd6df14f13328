package io.realmgate.agent.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/**
 * One entry of {@code agent.tls} in force. Handshakes take what it holds when they begin; connections keep what they were
 * made with. From any thread.
 */
public final class TlsProfile {
    private final String name;
    private final boolean asksClients;
    private final Executor tasks;
    private volatile TlsMaterial material;

    /**
     * @param asksClients whether peers that connect must show a certificate
     * @param tasks where the costly steps of a handshake run, so that relaying goes on meanwhile
     */
    TlsProfile(String name, boolean asksClients, Executor tasks, TlsMaterial material) {
        this.name = name;
        this.asksClients = asksClients;
        this.tasks = tasks;
        this.material = material;
    }

    public String name() {
        return name;
    }

    /** Whether a peer that connects by it has shown who it is. */
    public boolean asksClients() {
        return asksClients;
    }

    TlsMaterial material() {
        return material;
    }

    void replace(TlsMaterial next) {
        material = next;
    }

    /** The TLS layer of a connection that was accepted. */
    public SslHandler acceptor(ByteBufAllocator allocator, Duration timeout) {
        return handler(material.server(), allocator, timeout);
    }

    /** The TLS layer of a connection that we made. */
    public SslHandler initiator(ByteBufAllocator allocator, Duration timeout) {
        return handler(material.client(), allocator, timeout);
    }

    /**
     * The TLS of a connection for those who move its bytes themselves, one record at a time; to be released by Netty's
     * {@code ReferenceCountUtil}.
     *
     * @param dialed whether we made the connection
     */
    public SSLEngine engine(boolean dialed) {
        SslContext context = dialed ? material.client() : material.server();
        SSLEngine engine = context.newEngine(ByteBufAllocator.DEFAULT);
        withoutTickets(engine);
        return engine;
    }

    private SslHandler handler(SslContext context, ByteBufAllocator allocator, Duration timeout) {
        SslHandler handler = context.newHandler(allocator, tasks);
        withoutTickets(handler.engine());
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        return handler;
    }

    /** No session is resumed (see TlsMaterial); Netty has no setting for it. */
    private static void withoutTickets(SSLEngine engine) {
        if (engine instanceof ReferenceCountedOpenSslEngine boring) {
            SSL.setOptions(boring.sslPointer(), SSL.SSL_OP_NO_TICKET);
        }
    }
}
