package io.realmgate.agent.behaviour;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpServerChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An SCTP association that speaks Diameter by hand, through the JDK's own interface and without any code of the product. A
 * thread of its own reads; DWR and DPR are answered unless a test says otherwise, everything else waits in the inbox.
 */
final class SctpPeer implements AutoCloseable {
    static final int DIAMETER = 46;

    private static final int STREAMS = 16;

    private final SctpChannel channel;
    private final BlockingQueue<Received> inbox = new LinkedBlockingQueue<>();
    private final BlockingQueue<Received> watchdogAnswers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Received> watchdogRequests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Received> disconnects = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;
    private volatile boolean answersWatchdog = true;
    private volatile @Nullable String echoAs;

    /** One SCTP user message, which has to be one Diameter message, and how it came. */
    record Received(RawMessage message, int stream, boolean unordered, int ppid) {}

    private SctpPeer(SctpChannel channel) throws IOException {
        this.channel = channel;
        // The kernel takes no message that is longer than this; what it grants is up to net.core.wmem_max.
        channel.setOption(SctpStandardSocketOptions.SO_SNDBUF, 4 << 20);
        Thread reader = new Thread(this::read, "sctp peer");
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether this machine has SCTP. */
    static boolean isPossible() {
        try {
            SctpChannel.open().close();
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** An association with a port of {@code host}, from these addresses or from any. */
    static SctpPeer to(String host, int port, String... from) {
        try {
            SctpChannel channel = SctpChannel.open();
            channel.setOption(SctpStandardSocketOptions.SO_RCVBUF, 4 << 20);
            for (int i = 0; i < from.length; i++) {
                if (i == 0) {
                    channel.bind(new InetSocketAddress(from[0], 0));
                } else {
                    channel.bindAddress(InetAddress.getByName(from[i]));
                }
            }
            channel.connect(new InetSocketAddress(host, port), STREAMS, STREAMS);
            return new SctpPeer(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, with capabilities exchanged. */
    static SctpPeer open(int port, String identity, int... applications) {
        return to("127.0.0.1", port).capabilities(identity, applications);
    }

    /** Sends a CER and takes the CEA. */
    SctpPeer capabilities(String identity, int... applications) {
        send(RawMessages.cer(identity, applications));
        RawMessage cea = next().message();
        if (cea.isRequest() || cea.command() != 257 || cea.resultCode() != 2001) {
            throw new AssertionError(identity + " was refused: " + cea);
        }
        return this;
    }

    /** A port that agents connect to. */
    static final class Listener implements AutoCloseable {
        private final SctpServerChannel channel;
        private final int port;

        Listener(int port, String... hosts) {
            try {
                channel = SctpServerChannel.open();
                channel.setOption(
                        SctpStandardSocketOptions.SCTP_INIT_MAXSTREAMS,
                        SctpStandardSocketOptions.InitMaxStreams.create(STREAMS, STREAMS));
                channel.bind(new InetSocketAddress(hosts[0], port));
                for (int i = 1; i < hosts.length; i++) {
                    channel.bindAddress(InetAddress.getByName(hosts[i]));
                }
                this.port = ((InetSocketAddress)
                                channel.getAllLocalAddresses().iterator().next())
                        .getPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int port() {
            return port;
        }

        /** The next association, with capabilities exchanged as the agent has begun to. */
        SctpPeer accept(String identity, int... applications) {
            try {
                SctpPeer peer = new SctpPeer(channel.accept());
                Received cer = peer.next();
                peer.send(RawMessages.cea(cer.message(), identity, applications));
                peer.ping();
                return peer;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    // What it does by itself --------------------------------------------------------------------------------------

    void ignoreWatchdog() {
        answersWatchdog = false;
    }

    /** Answers every request with success from now on. */
    SctpPeer echo(String identity) {
        echoAs = identity;
        return this;
    }

    private void read() {
        ByteBuffer piece = ByteBuffer.allocateDirect(1 << 16);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try {
            while (true) {
                MessageInfo info = channel.receive(piece.clear(), null, null);
                if (info == null || info.bytes() < 0) {
                    return;
                }
                byte[] bytes = new byte[piece.flip().remaining()];
                piece.get(bytes);
                whole.writeBytes(bytes);
                if (info.isComplete()) {
                    onMessage(new Received(
                            new RawMessage(whole.toByteArray()),
                            info.streamNumber(),
                            info.isUnordered(),
                            info.payloadProtocolID()));
                    whole.reset();
                }
            }
        } catch (IOException e) {
            // The end of the association; tests ask for it with awaitClosed().
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        } finally {
            closed.countDown();
        }
    }

    private void onMessage(Received received) {
        RawMessage message = received.message();
        boolean base = message.application() == 0;
        String echo = echoAs;
        if (base && message.command() == 280 && !message.isRequest()) {
            watchdogAnswers.add(received);
        } else if (base && message.command() == 280) {
            watchdogRequests.add(received);
            if (answersWatchdog) {
                send(RawMessages.answer(message, 0, 2001, "raw.peer.example"));
            }
        } else if (base && message.command() == 282 && message.isRequest()) {
            disconnects.add(received);
            send(RawMessages.answer(message, 0, 2001, "raw.peer.example"));
        } else if (echo != null && message.isRequest()) {
            send(RawMessages.success(message, echo));
        } else {
            inbox.add(received);
        }
    }

    // What a test does --------------------------------------------------------------------------------------------

    /** Sends each message in order on stream 0, as Diameter. */
    void send(byte[]... messages) {
        for (byte[] message : messages) {
            send(message, 0, false, DIAMETER);
        }
    }

    void send(Ask request) {
        send(request.bytes());
    }

    /** Sends one user message, whatever it is. */
    synchronized void send(byte[] bytes, int stream, boolean unordered, int ppid) {
        try {
            MessageInfo info = MessageInfo.createOutgoing(null, stream)
                    .unordered(unordered)
                    .payloadProtocolID(ppid);
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            channel.send(direct, info);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Received next() {
        return next(inbox, "a message");
    }

    List<Received> next(int count) {
        List<Received> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(next());
        }
        return messages;
    }

    Received nextDisconnect() {
        return next(disconnects, "a DPR");
    }

    Received nextWatchdog() {
        return next(watchdogRequests, "a DWR");
    }

    /** Takes the next request and answers it with success. */
    Received serve(String identity) {
        Received request = next();
        send(RawMessages.success(request.message(), identity));
        return request;
    }

    private Received next(BlockingQueue<Received> queue, String what) {
        try {
            Received message = queue.poll(RawConnection.WAIT_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError(what + " did not come" + (isClosed() ? ", the association is gone" : ""));
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a DWR and waits for its DWA. */
    Received ping() {
        send(TestMessage.of(
                0x80,
                280,
                0,
                0x7001,
                0x7001,
                List.of(TestAvp.text(264, "raw.peer.example"), TestAvp.text(296, "peer.example"))));
        return next(watchdogAnswers, "the DWA");
    }

    boolean isClosed() {
        return closed.getCount() == 0 || !channel.isOpen();
    }

    void awaitClosed() {
        try {
            if (!closed.await(RawConnection.WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the association was not ended");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int waiting() {
        return inbox.size();
    }

    /** The addresses of the agent on this association. */
    List<String> remoteAddresses() {
        try {
            return channel.getRemoteAddresses().stream()
                    .map(a -> ((InetSocketAddress) a).getAddress().getHostAddress())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless everything that came was taken. */
    void assertNothingLeft() {
        Throwable broken = failure;
        if (broken != null) {
            throw new AssertionError("what came could not be read", broken);
        }
        if (!inbox.isEmpty() || !disconnects.isEmpty()) {
            throw new AssertionError("unexpected: " + inbox + " " + disconnects);
        }
    }

    /** Ends the association with an ABORT, as a host that lost power and came back would answer. */
    void abort() {
        try {
            channel.setOption(SctpStandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
