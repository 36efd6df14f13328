package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.nio.sctp.Association;
import com.sun.nio.sctp.AssociationChangeNotification;
import com.sun.nio.sctp.MessageInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.sctp.SctpMessage;
import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link SctpMessages}: chunk of messages -> user messages on streams; user messages in pieces -> bytes. */
class SctpMessagesTest {
    private static final byte[] REQUEST = TestMessage.request(TestAvp.text(263, "session"));
    private static final int DIAMETER = 46;
    private static final int ANY = 0;

    private final TestChannel channel = new TestChannel();
    private final IoLoop loop = new IoLoop(channel.eventLoop(), () -> 0);
    private final RecordingSink sink = new RecordingSink();
    private int streamsAsked;

    /** How one user message left. */
    private record Sent(int ppid, int stream, boolean unordered, String hex) {}

    private TransportConnection connection(boolean initiator, int streams) {
        TransportConnection connection =
                new TransportConnection(loop, 100_000, OutboxLimits.of(1 << 20, 1 << 20), made -> sink);
        channel.pipeline()
                .addLast(new SctpMessages(connection, initiator, () -> {
                    streamsAsked++;
                    return streams;
                }))
                .addLast(connection);
        return connection;
    }

    @AfterEach
    void holdsNothingInTheEnd() {
        channel.endWithNothingHeld();
    }

    private static MessageInfo info(int stream, boolean unordered, int ppid, boolean complete) {
        return MessageInfo.createOutgoing(null, stream)
                .unordered(unordered)
                .payloadProtocolID(ppid)
                .complete(complete);
    }

    private SctpMessage message(byte[] bytes, MessageInfo info) {
        return new SctpMessage(info, channel.allocator.buffer().writeBytes(bytes));
    }

    private void arrive(byte[] bytes) {
        channel.writeInbound(message(bytes, info(0, false, DIAMETER, true)));
    }

    private void append(TransportConnection connection, byte[]... messages) {
        channel.iteration(() -> {
            for (byte[] message : messages) {
                connection.outbox().append(Fenced.exact(message), 0, message.length);
            }
        });
    }

    private List<Sent> sent() {
        List<Sent> all = new ArrayList<>();
        for (SctpMessage one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            ByteBuf content = one.content();
            all.add(new Sent(
                    one.protocolIdentifier(), one.streamIdentifier(), one.isUnordered(), ByteBufUtil.hexDump(content)));
            one.release();
        }
        return all;
    }

    private static String[] hex(byte[]... messages) {
        return Arrays.stream(messages).map(ByteBufUtil::hexDump).toArray(String[]::new);
    }

    // What leaves -------------------------------------------------------------------------------------------------

    @Test
    void eachMessageOfAChunkIsAUserMessage() {
        TransportConnection connection = connection(true, 1);
        byte[][] messages = new byte[100][];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = TestMessage.ofLength(20 + i * 4, i);
        }
        append(connection, messages);
        assertThat(sent()).extracting(Sent::hex).containsExactly(hex(messages));
        assertThat(channel.flushes()).isOne();
    }

    @Test
    void messagesLargerThanAChunkStayWhole() {
        TransportConnection connection = connection(true, 1);
        byte[][] messages = {
            TestMessage.ofLength(40, 1),
            TestMessage.ofLength(3 * Outbox.CHUNK_SIZE, 2),
            TestMessage.ofLength(44, 3),
            TestMessage.ofLength(90_000, 4)
        };
        append(connection, messages);
        assertThat(sent()).extracting(Sent::hex).containsExactly(hex(messages));
    }

    @Test
    void whoConnectedKeepsOrderUntilTheCapabilitiesAnswer() {
        TransportConnection connection = connection(true, 1);
        append(connection, REQUEST, REQUEST);
        assertThat(sent())
                .extracting(Sent::ppid, Sent::stream, Sent::unordered)
                .containsExactly(tuple(DIAMETER, 0, false), tuple(DIAMETER, 0, false));
        arrive(REQUEST);
        append(connection, REQUEST);
        assertThat(sent())
                .extracting(Sent::ppid, Sent::stream, Sent::unordered)
                .containsExactly(tuple(DIAMETER, 0, true));
    }

    @Test
    void whoAcceptedKeepsOrderUntilTheFirstMessageAfterItsAnswer() {
        TransportConnection connection = connection(false, 1);
        arrive(REQUEST);
        append(connection, REQUEST, REQUEST);
        assertThat(sent()).extracting(Sent::unordered).containsExactly(false, false);
        arrive(REQUEST);
        append(connection, REQUEST);
        assertThat(sent()).extracting(Sent::unordered).containsExactly(true);
    }

    @Test
    void severalStreamsTakeTurnsInOrderEach() {
        TransportConnection connection = connection(true, 3);
        assertThat(streamsAsked).isZero();
        arrive(REQUEST);
        append(connection, REQUEST, REQUEST, REQUEST, REQUEST);
        assertThat(sent())
                .extracting(Sent::stream, Sent::unordered)
                .containsExactly(tuple(1, false), tuple(2, false), tuple(0, false), tuple(1, false));
        assertThat(streamsAsked).isOne();
    }

    @Test
    void whatTheTransportCannotCarryIsDroppedAlone() {
        TransportConnection connection = connection(true, 1);
        connection.limitMessages(1000);
        append(
                connection,
                TestMessage.ofLength(1000, 1),
                TestMessage.ofLength(1004, 2),
                TestMessage.ofLength(40, 3),
                TestMessage.ofLength(1004, 4));
        assertThat(sent()).extracting(each -> each.hex().length() / 2).containsExactly(1000, 40);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whoWritesNothingHearsWhenAllBeforeItHasLeft() {
        TransportConnection connection = connection(true, 1);
        channel.peerStopsReading();
        append(connection, REQUEST);
        ChannelFuture left = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        assertThat(left.isDone()).isFalse();
        channel.peerReads();
        assertThat(left.isSuccess()).isTrue();
        assertThat(sent()).first().extracting(Sent::hex).isEqualTo(ByteBufUtil.hexDump(REQUEST));
    }

    // What arrives ------------------------------------------------------------------------------------------------

    @Test
    void anyStreamInAnyOrderWithOrWithoutAProtocol() {
        connection(false, 1);
        for (int stream : new int[] {0, 1, 65535}) {
            for (int ppid : new int[] {ANY, DIAMETER}) {
                channel.writeInbound(message(REQUEST, info(stream, stream > 0, ppid, true)));
            }
        }
        assertThat(sink.events).hasSize(6).containsOnly(RecordingSink.message(REQUEST));
    }

    @Test
    void aLongMessageComesInPieces() {
        connection(false, 1);
        byte[] large = TestMessage.ofLength(90_000, 7);
        for (int at = 0; at < large.length; at += 8192) {
            int end = Math.min(large.length, at + 8192);
            channel.writeInbound(
                    message(Arrays.copyOfRange(large, at, end), info(3, false, DIAMETER, end == large.length)));
        }
        arrive(REQUEST);
        assertThat(sink.events).containsExactly(RecordingSink.message(large), RecordingSink.message(REQUEST));
    }

    @Test
    void anOversizedMessageIsSkippedAndTheNextIsRead() {
        connection(false, 1);
        byte[] large = TestMessage.ofLength(120_000, 7);
        channel.writeInbound(
                message(Arrays.copyOf(large, 60_000), info(0, false, DIAMETER, false)),
                message(Arrays.copyOfRange(large, 60_000, large.length), info(0, false, DIAMETER, true)));
        arrive(REQUEST);
        assertThat(sink.events)
                .containsExactly(
                        RecordingSink.oversized(120_000, Arrays.copyOf(large, FrameReader.OVERSIZED_HEAD)),
                        RecordingSink.message(REQUEST));
    }

    @Test
    void aUserMessageThatEndsInsideAMessageBreaksTheConnection() {
        connection(false, 1);
        arrive(Arrays.copyOf(REQUEST, REQUEST.length - 4));
        assertThat(sink.events).containsExactly("broken", "closed");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void twoMessagesInOneUserMessageBreakTheConnection() {
        connection(false, 1);
        byte[] both = Arrays.copyOf(REQUEST, 2 * REQUEST.length);
        System.arraycopy(REQUEST, 0, both, REQUEST.length, REQUEST.length);
        arrive(both);
        assertThat(sink.events).containsExactly("broken", "closed");
    }

    @Test
    void aMessageThatIsCutOffBreaksTheConnection() {
        connection(false, 1);
        channel.writeInbound(
                message(Arrays.copyOf(REQUEST, 12), info(1, false, DIAMETER, false)),
                message(REQUEST, info(2, false, DIAMETER, true)));
        assertThat(sink.events).containsExactly("broken", "closed");
    }

    @Test
    void dtlsAndOtherProtocolsBreakTheConnection() {
        connection(false, 1);
        channel.writeInbound(message(REQUEST, info(0, false, 47, true)));
        assertThat(sink.events).containsExactly("broken", "closed");
    }

    @Test
    void theEndOfTheAssociationIsAnEnd() {
        connection(false, 1);
        channel.writeInbound(message(new byte[0], new EndOfAssociation()));
        assertThat(sink.events).containsExactly("closed");
    }

    @Test
    void aLostOrRestartedAssociationIsAnEnd() {
        connection(false, 1);
        channel.pipeline().fireUserEventTriggered(new Change(AssociationChangeNotification.AssocChangeEvent.COMM_UP));
        assertThat(channel.isOpen()).isTrue();
        channel.pipeline().fireUserEventTriggered(new Change(AssociationChangeNotification.AssocChangeEvent.RESTART));
        assertThat(channel.isOpen()).isFalse();
        assertThat(sink.events).containsExactly("closed");
    }

    /** What the JDK gives when there is nothing more to come. */
    private static final class EndOfAssociation extends MessageInfo {
        private final MessageInfo rest = info(0, false, 0, false);

        @Override
        public java.net.SocketAddress address() {
            return rest.address();
        }

        @Override
        public Association association() {
            return rest.association();
        }

        @Override
        public int bytes() {
            return -1;
        }

        @Override
        public boolean isComplete() {
            return false;
        }

        @Override
        public MessageInfo complete(boolean complete) {
            return this;
        }

        @Override
        public boolean isUnordered() {
            return false;
        }

        @Override
        public MessageInfo unordered(boolean unordered) {
            return this;
        }

        @Override
        public int payloadProtocolID() {
            return 0;
        }

        @Override
        public MessageInfo payloadProtocolID(int ppid) {
            return this;
        }

        @Override
        public int streamNumber() {
            return 0;
        }

        @Override
        public MessageInfo streamNumber(int streamNumber) {
            return this;
        }

        @Override
        public long timeToLive() {
            return 0;
        }

        @Override
        public MessageInfo timeToLive(long millis) {
            return this;
        }
    }

    private static final class Change extends AssociationChangeNotification {
        private final AssocChangeEvent event;

        Change(AssocChangeEvent event) {
            this.event = event;
        }

        @Override
        public Association association() {
            throw new UnsupportedOperationException();
        }

        @Override
        public AssocChangeEvent event() {
            return event;
        }
    }
}
