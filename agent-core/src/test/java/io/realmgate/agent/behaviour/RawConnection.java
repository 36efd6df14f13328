package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A plain socket that speaks Diameter by hand. A thread of its own reads; DWR and DPR are answered unless a test says
 * otherwise, everything else waits in the inbox. Every wait is bounded.
 */
final class RawConnection implements AutoCloseable {
    static final int WAIT_SECONDS = 20;
    private static final AtomicInteger IDENTIFIERS = new AtomicInteger(0x5000_0000);

    private final Socket socket;
    private final OutputStream out;
    private final BlockingQueue<RawMessage> inbox = new LinkedBlockingQueue<>();
    private final BlockingQueue<RawMessage> watchdogAnswers = new LinkedBlockingQueue<>();
    private final BlockingQueue<RawMessage> watchdogRequests = new LinkedBlockingQueue<>();
    private final BlockingQueue<RawMessage> disconnects = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean wasReset;
    private final Gate gate = new Gate();
    private volatile @Nullable Throwable failure;
    private volatile boolean answersWatchdog = true;
    private volatile boolean answersDisconnect = true;
    private volatile @Nullable Function<RawMessage, byte @Nullable []> responder;

    /** Stops the reader while it is shut. */
    private static final class Gate {
        private boolean shut;

        synchronized void set(boolean shut) {
            this.shut = shut;
            notifyAll();
        }

        synchronized void pass() throws InterruptedException {
            while (shut) {
                wait();
            }
        }
    }

    RawConnection(Socket socket) {
        this.socket = socket;
        try {
            socket.setTcpNoDelay(true);
            this.out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, "raw peer " + socket.getPort());
        reader.setDaemon(true);
        reader.start();
    }

    static RawConnection to(int port) {
        return to(port, 0);
    }

    static RawConnection to(String address, int port) {
        return to(address(address), port, 0);
    }

    /** An address that is written as one: no name is looked up. */
    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static RawConnection to(int port, int receiveBuffer) {
        return to(InetAddress.getLoopbackAddress(), port, receiveBuffer);
    }

    /** @param receiveBuffer octets that the kernel may hold for us, 0 for its own choice */
    private static RawConnection to(InetAddress address, int port, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(address, port), WAIT_SECONDS * 1000);
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What it does by itself --------------------------------------------------------------------------------------

    /** Leaves DWRs unanswered, as a hung peer does. */
    void ignoreWatchdog() {
        answersWatchdog = false;
    }

    /** Leaves DPRs unanswered. */
    void ignoreDisconnect() {
        answersDisconnect = false;
    }

    /** Answers requests as {@code by} says, those that wait too; what it returns null for goes to the inbox. */
    void respond(Function<RawMessage, byte @Nullable []> by) {
        responder = by;
        List<RawMessage> waiting = new ArrayList<>();
        inbox.drainTo(waiting);
        waiting.forEach(this::onMessage);
    }

    /** Stops taking anything from the socket, or goes on. */
    void setReading(boolean reading) {
        gate.set(!reading);
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                gate.pass();
                int word = in.readInt();
                byte[] message = new byte[word & 0xffffff];
                ByteBuffer.wrap(message).putInt(word);
                in.readFully(message, 4, message.length - 4);
                onMessage(new RawMessage(message));
            }
        } catch (SocketException e) {
            wasReset = true;
        } catch (IOException | InterruptedException e) {
            // The end of the stream; tests ask for it with awaitClosed().
        } catch (UncheckedIOException e) {
            // An answer that came too late: the test has closed the connection meanwhile.
            failure = socket.isClosed() ? null : e;
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        } finally {
            closed.countDown();
        }
    }

    private void onMessage(RawMessage message) {
        Function<RawMessage, byte @Nullable []> by = responder;
        byte[] answer = null;
        if (message.command() == 280 && message.application() == 0) {
            if (!message.isRequest()) {
                watchdogAnswers.add(message);
                return;
            }
            watchdogRequests.add(message);
            if (answersWatchdog) {
                send(RawMessages.answer(message, 0, 2001, "raw.peer.example"));
            }
            return;
        } else if (message.command() == 282 && message.isRequest()) {
            disconnects.add(message);
            if (answersDisconnect) {
                send(RawMessages.answer(message, 0, 2001, "raw.peer.example"));
            }
            return;
        } else if (by != null && message.isRequest()) {
            answer = by.apply(message);
        }
        if (answer == null) {
            inbox.add(message);
        } else {
            send(answer);
        }
    }

    // What a test does --------------------------------------------------------------------------------------------

    /** Writes these bytes, whatever they are. */
    void send(byte[]... parts) {
        try {
            synchronized (out) {
                for (byte[] part : parts) {
                    out.write(part);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(String text) {
        send(text.getBytes(ISO_8859_1));
    }

    /** The next message. */
    RawMessage next() {
        return next(inbox, "a message");
    }

    /** The next DPR. */
    RawMessage nextDisconnect() {
        return next(disconnects, "a DPR");
    }

    /** The next DWA, to a DWR that a test sent by itself. */
    RawMessage nextAnyWatchdogAnswer() {
        return next(watchdogAnswers, "a DWA");
    }

    /** The next DWR. */
    RawMessage nextWatchdog() {
        return next(watchdogRequests, "a DWR");
    }

    private RawMessage next(BlockingQueue<RawMessage> queue, String what) {
        try {
            RawMessage message = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError(what + " did not come" + (isClosed() ? ", the connection is closed" : ""));
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** So many messages, in the order they came. */
    List<RawMessage> next(int count) {
        List<RawMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(next());
        }
        return messages;
    }

    /** Drops whatever has come and nobody took. */
    void forget() {
        inbox.clear();
    }

    /** Waits until there is a message or the end. */
    void awaitAnythingOrClosed() {
        await().until(() -> !inbox.isEmpty() || isClosed());
    }

    int waiting() {
        return inbox.size();
    }

    boolean isClosed() {
        return closed.getCount() == 0 || socket.isClosed();
    }

    /** Whether the other side broke the connection off, rather than ending it; once it is closed. */
    boolean wasReset() {
        return wasReset;
    }

    /** Waits until the other side has closed. */
    void awaitClosed() {
        try {
            if (!closed.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the connection was not closed");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a DWR and waits for its DWA: everything that was on its way to us has come by then. */
    RawMessage ping() {
        int id = IDENTIFIERS.incrementAndGet();
        send(TestMessage.of(
                0x80,
                280,
                0,
                id,
                id,
                List.of(TestAvp.text(264, "raw.peer.example"), TestAvp.text(296, "peer.example"))));
        RawMessage answer = next(watchdogAnswers, "the DWA");
        if (answer.hopByHop() != id) {
            throw new AssertionError("the DWA " + answer + " answers another DWR than " + id);
        }
        return answer;
    }

    /** Fails unless nothing has come that no test asked for. */
    void assertQuiet() {
        if (!isClosed()) {
            ping();
        }
        assertNothingLeft();
    }

    void assertNothingLeft() {
        Throwable broken = failure;
        if (broken != null) {
            throw new AssertionError("what came could not be read", broken);
        }
        if (!inbox.isEmpty() || !disconnects.isEmpty()) {
            throw new AssertionError("unexpected: " + inbox + " " + disconnects);
        }
    }

    /** Where the other side is. */
    InetAddress remoteAddress() {
        return socket.getInetAddress();
    }

    int localPort() {
        return socket.getLocalPort();
    }

    /** Ends our direction of the stream and still reads. */
    void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes with a RST, as a host that lost power and came back would answer. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            gate.set(false);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
