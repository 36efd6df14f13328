package io.realmgate.agent.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.realmgate.agent.metrics.TlsRefusal;
import io.realmgate.agent.tls.HandshakeFailure;
import io.realmgate.agent.tls.Secured;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a connection's pipeline until TLS is established, before any Diameter message (RFC 6733 13), and gives its
 * place to a {@link TransportConnection} then. Confined to the connection's loop.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private final String profile;
    private final InetSocketAddress remote;
    private final TlsWatch watch;
    private final Consumer<Secured> established;
    private final Consumer<Throwable> failed;
    private boolean over;

    /**
     * @param established puts what comes next in this handler's place
     * @param failed told when it came to nothing
     */
    TlsHandshake(
            String profile,
            InetSocketAddress remote,
            TlsWatch watch,
            Consumer<Secured> established,
            Consumer<Throwable> failed) {
        this.profile = profile;
        this.remote = remote;
        this.watch = watch;
        this.established = established;
        this.failed = failed;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // Other events are not passed on: Vert.x would act upon them.
        if (!(event instanceof SslHandshakeCompletionEvent done) || over) {
            return;
        }
        over = true;
        watch.ended(remote);
        if (!done.isSuccess()) {
            HandshakeFailure failure = HandshakeFailure.of(done.cause());
            refuse(context, failure.reason(), failure.text());
            return;
        }
        SSLSession session = context.pipeline().get(SslHandler.class).engine().getSession();
        Secured secured = secured(session);
        // Whoever resumed it would come in without showing a certificate.
        session.invalidate();
        String objection = watch.objection(secured);
        if (objection == null) {
            established.accept(secured);
        } else {
            refuse(context, TlsRefusal.IDENTITY, objection);
        }
    }

    private void refuse(ChannelHandlerContext context, TlsRefusal reason, String text) {
        watch.refused(reason, remote, text);
        context.close();
        failed.accept(new ConnectException(text));
    }

    private Secured secured(SSLSession session) {
        return new Secured(profile, session.getProtocol(), session.getCipherSuite(), certificate(session));
    }

    private static @Nullable X509Certificate certificate(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        // What comes before the handshake is over, or after it failed, is for nobody.
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The same that the event says.
        context.close();
    }
}
