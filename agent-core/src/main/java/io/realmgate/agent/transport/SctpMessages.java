package io.realmgate.agent.transport;

import com.sun.nio.sctp.AssociationChangeNotification;
import com.sun.nio.sctp.AssociationChangeNotification.AssocChangeEvent;
import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.PeerAddressChangeNotification;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.sctp.SctpMessage;
import io.realmgate.agent.codec.DiameterMessage;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between an SCTP association and its {@link TransportConnection}, which knows only bytes: cuts what leaves into
 * one user message for each Diameter message and chooses its stream, and hands on the bytes of what arrives on whatever
 * stream. Belongs to the connection's event loop.
 *
 * <pre>
 *   Outbox  --chunk of whole messages-->  SctpMessages  --user message each, PPID 46-->  association
 *   FrameReader  <--bytes, in pieces if long--  SctpMessages  <--any stream, PPID 46 or 0--  association
 * </pre>
 *
 * <p>RFC 6733 2.1.1: until the other side has shown that it left the capabilities exchange, everything is sent in order on
 * stream 0. From then on nothing may wait behind a lost packet of another message: with one stream each message is sent
 * unordered, with several they take turns.
 */
final class SctpMessages extends ChannelDuplexHandler {
    /** RFC 6733 11.5. */
    static final int PPID_DIAMETER = 46;

    static final int PPID_DIAMETER_OVER_DTLS = 47;
    static final int PPID_UNSPECIFIED = 0;

    private static final Logger LOG = LoggerFactory.getLogger(SctpMessages.class);

    private final TransportConnection connection;
    private final IntSupplier streamsOfAssociation;
    private int owedBeforeSpreading;
    private int streams;
    private int turn;
    private long dropped;
    private int partialOnStream = -1;
    private int announced;
    private long arrived;

    /**
     * @param initiator whether we made the association: then the CEA is what shows that order matters no more, else what
     *     follows the CER
     * @param streams outbound streams to use once order matters no more; asked for then
     */
    SctpMessages(TransportConnection connection, boolean initiator, IntSupplier streams) {
        this.connection = connection;
        this.streamsOfAssociation = streams;
        this.owedBeforeSpreading = initiator ? 1 : 2;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf bytes)) {
            context.write(message, promise);
            return;
        }
        try {
            // Nothing is written too, to hear when all before it has left.
            do {
                ByteBuf one = bytes.readRetainedSlice(nextLength(bytes));
                if (one.readableBytes() > connection.longestMessage()) {
                    drop(context, one);
                    if (!bytes.isReadable()) {
                        promise.trySuccess();
                    }
                } else {
                    context.write(addressed(one), bytes.isReadable() ? context.voidPromise() : promise);
                }
            } while (bytes.isReadable());
        } finally {
            bytes.release();
        }
    }

    private static int nextLength(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            return 0;
        }
        int length = bytes.getUnsignedMedium(bytes.readerIndex() + 1);
        if (length < DiameterMessage.HEADER_LENGTH) {
            throw new IllegalStateException("an outbox holds a message of " + length + " octets");
        }
        return length;
    }

    /** Only an answer gets here: requests of this length are not sent this way. Its asker waits in vain. */
    private void drop(ChannelHandlerContext context, ByteBuf message) {
        dropped++;
        if (dropped == 1) {
            LOG.warn(
                    "{}: a message of {} octets was dropped, the kernel sends at most {} over SCTP; raise net.core.wmem_max",
                    context.channel().remoteAddress(),
                    message.readableBytes(),
                    connection.longestMessage());
        }
        message.release();
    }

    private SctpMessage addressed(ByteBuf message) {
        if (owedBeforeSpreading > 0) {
            return new SctpMessage(PPID_DIAMETER, 0, false, message);
        }
        if (streams == 0) {
            streams = Math.max(1, streamsOfAssociation.getAsInt());
        }
        if (streams == 1) {
            return new SctpMessage(PPID_DIAMETER, 0, true, message);
        }
        turn = turn + 1 < streams ? turn + 1 : 0;
        return new SctpMessage(PPID_DIAMETER, turn, false, message);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof SctpMessage part)) {
            context.fireChannelRead(message);
            return;
        }
        MessageInfo info = part.messageInfo();
        if (info != null && info.bytes() < 0) {
            part.release();
            context.close();
            return;
        }
        String fault = faultOf(part);
        if (fault != null) {
            part.release();
            connection.onBroken(fault);
            return;
        }
        if (part.isComplete()) {
            partialOnStream = -1;
            if (owedBeforeSpreading > 0) {
                owedBeforeSpreading--;
            }
        }
        context.fireChannelRead(part.content());
    }

    /**
     * A user message is one Diameter message. A long one comes in pieces, which nothing comes between on an association
     * (RFC 6458 8.1.20, level 0), so that they are bytes of one stream to whoever reads them.
     */
    private @Nullable String faultOf(SctpMessage part) {
        int ppid = part.protocolIdentifier();
        if (ppid == PPID_DIAMETER_OVER_DTLS) {
            return "it sends DTLS over SCTP (payload protocol 47), which is not supported; protect SCTP with IPsec, or use TLS";
        }
        if (ppid != PPID_DIAMETER && ppid != PPID_UNSPECIFIED) {
            return "it sends payload protocol " + Integer.toUnsignedString(ppid) + ", Diameter is 46";
        }
        ByteBuf bytes = part.content();
        if (partialOnStream < 0) {
            partialOnStream = part.streamIdentifier();
            announced = bytes.readableBytes() < 4 ? 0 : bytes.getUnsignedMedium(bytes.readerIndex() + 1);
            arrived = 0;
        } else if (part.streamIdentifier() != partialOnStream) {
            return "a message on stream " + partialOnStream + " was cut off";
        }
        arrived += bytes.readableBytes();
        if (arrived > announced || part.isComplete() && arrived < announced) {
            return "an SCTP user message of " + arrived + " octets says that it has " + announced;
        }
        return null;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof AssociationChangeNotification change) {
            if (change.event() != AssocChangeEvent.COMM_UP) {
                // A restart too: whoever is there now knows nothing of our capabilities exchange.
                LOG.debug("{}: association {}", context.channel().remoteAddress(), change.event());
                context.close();
            }
        } else if (event instanceof PeerAddressChangeNotification change) {
            LOG.info(
                    "{}: its address {} is {}",
                    context.channel().remoteAddress(),
                    change.address(),
                    wordOf(change.event()));
        }
        context.fireUserEventTriggered(event);
    }

    private static String wordOf(PeerAddressChangeNotification.AddressChangeEvent event) {
        String word = String.valueOf(event);
        return word.substring(word.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
    }
}
