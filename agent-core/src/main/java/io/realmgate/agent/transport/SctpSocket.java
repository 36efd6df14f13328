package io.realmgate.agent.transport;

import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import io.netty.channel.Channel;
import io.netty.channel.sctp.nio.NioSctpChannel;
import io.netty.channel.sctp.nio.NioSctpServerChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One SCTP association, which can be ended with an ABORT too: Netty's channel offers no way to ask for it. */
final class SctpSocket extends NioSctpChannel {
    private SctpSocket(@Nullable Channel parent, SctpChannel socket) {
        super(parent, socket);
    }

    /** One to connect with. */
    static SctpSocket open() {
        try {
            return new SctpSocket(null, SctpChannel.open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the peer told by an ABORT chunk, unsent messages dropped, when this is closed. */
    void abortOnClose() {
        try {
            javaChannel().setOption(SctpStandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It is closed already.
        }
    }

    /** A port whose associations are of this kind. */
    static final class Server extends NioSctpServerChannel {
        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            SctpChannel socket = javaChannel().accept();
            if (socket == null) {
                return 0;
            }
            accepted.add(new SctpSocket(this, socket));
            return 1;
        }
    }
}
