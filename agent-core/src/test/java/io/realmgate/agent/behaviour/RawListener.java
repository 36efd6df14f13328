package io.realmgate.agent.behaviour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port that the agent connects to. */
final class RawListener implements AutoCloseable {
    private final ServerSocket socket;

    private RawListener(InetAddress address, int receiveBuffer, int port) {
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.bind(new java.net.InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawListener(ServerSocket socket) {
        this.socket = socket;
    }

    /** A port that is listened on already, such as one with TLS. */
    static RawListener of(ServerSocket socket) {
        return new RawListener(socket);
    }

    static RawListener open() {
        return new RawListener(InetAddress.getLoopbackAddress(), 0, 0);
    }

    /** Whether this machine has that address of loopback: some have no IPv6. */
    static boolean isOurs(String address) {
        try (ServerSocket probe = new ServerSocket(0, 1, RawConnection.address(address))) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** On another address of loopback, such as {@code ::1}. */
    static RawListener on(String address) {
        return new RawListener(RawConnection.address(address), 0, 0);
    }

    /** @param receiveBuffer octets that the kernel may hold for each connection */
    static RawListener withReceiveBuffer(int receiveBuffer) {
        return new RawListener(InetAddress.getLoopbackAddress(), receiveBuffer, 0);
    }

    /** Opens again the port that another listener had. */
    static RawListener again(int port) {
        return new RawListener(InetAddress.getLoopbackAddress(), 0, port);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** As {@code connect} names it. */
    String uri() {
        String host = socket.getInetAddress().getHostAddress();
        return "tcp://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port();
    }

    /** The next connection of the agent, before any message. */
    RawConnection accept() {
        try {
            socket.setSoTimeout(RawConnection.WAIT_SECONDS * 1000);
            return new RawConnection(socket.accept());
        } catch (IOException e) {
            throw new AssertionError("the agent did not connect", e);
        }
    }

    /** The next connection, with capabilities exchanged. */
    RawPeer accept(String identity, int... applications) {
        return RawPeer.answerCer(accept(), identity, applications);
    }

    /** Fails if the agent has connected once more; only what has reached the kernel by now counts. */
    void assertNobodyConnects() {
        try {
            socket.setSoTimeout(1);
            socket.accept().close();
            throw new AssertionError("the agent connected");
        } catch (java.net.SocketTimeoutException e) {
            // As it should be.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes and closes a connection that is waiting already, if there is one. */
    void takeIfAny() {
        try {
            socket.setSoTimeout(1);
            socket.accept().close();
        } catch (java.net.SocketTimeoutException e) {
            // There is none.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
