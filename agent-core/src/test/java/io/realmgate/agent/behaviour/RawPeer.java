package io.realmgate.agent.behaviour;

import java.util.List;

/** A Diameter node of the tests with an open connection to the agent: client, server or agent. */
final class RawPeer implements AutoCloseable {
    private final String identity;
    private final RawConnection connection;

    private RawPeer(String identity, RawConnection connection) {
        this.identity = identity;
        this.connection = connection;
    }

    /** Connects to the agent and exchanges capabilities. */
    static RawPeer connect(TestAgent agent, String identity, int... applications) {
        return connect(RawConnection.to(agent.port()), identity, applications);
    }

    static RawPeer connect(RawConnection connection, String identity, int... applications) {
        connection.send(RawMessages.cer(identity, applications));
        RawMessage cea = connection.next();
        if (cea.isRequest() || cea.command() != 257 || cea.resultCode() != 2001) {
            throw new AssertionError(identity + " was refused: " + cea);
        }
        return new RawPeer(identity, connection);
    }

    /** Answers the CER that the agent sends first on a connection that it made. */
    static RawPeer answerCer(RawConnection connection, String identity, int... applications) {
        RawMessage cer = connection.next();
        if (!cer.isRequest() || cer.command() != 257) {
            throw new AssertionError("no CER: " + cer);
        }
        connection.send(RawMessages.cea(cer, identity, applications));
        // The answer to our DWR shows that the agent has taken the CEA.
        connection.ping();
        return new RawPeer(identity, connection);
    }

    String identity() {
        return identity;
    }

    RawConnection connection() {
        return connection;
    }

    void send(byte[]... messages) {
        connection.send(messages);
    }

    void send(Ask request) {
        connection.send(request.bytes());
    }

    RawMessage next() {
        return connection.next();
    }

    List<RawMessage> next(int count) {
        return connection.next(count);
    }

    /** Answers every request with success from now on. */
    RawPeer echo() {
        connection.respond(request -> RawMessages.success(request, identity));
        return this;
    }

    /** Takes the next request and answers it with success. */
    RawMessage serve() {
        RawMessage request = next();
        send(RawMessages.success(request, identity));
        return request;
    }

    @Override
    public void close() {
        connection.close();
    }
}
