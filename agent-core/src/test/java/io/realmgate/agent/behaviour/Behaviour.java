package io.realmgate.agent.behaviour;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * What every suite shares: agents and peers that are closed after each test, and the way each test ends: no request is
 * pending in any agent, and no peer holds a message that the test did not take.
 */
@Timeout(120)
abstract class Behaviour {
    static final int S6A = RawMessages.S6A;
    static final int RELAY = RawMessages.RELAY;
    static final String CLIENT = "client.visited.example";
    static final String HSS1 = "hss1.home.example";
    static final String HSS2 = "hss2.home.example";

    private final List<TestAgent> agents = new ArrayList<>();
    private final List<RawPeer> peers = new ArrayList<>();
    private final List<RawConnection> connections = new ArrayList<>();
    private final List<RawListener> listeners = new ArrayList<>();

    TestAgent start(TestConfig config) {
        return start(config, InstantSource.system());
    }

    TestAgent start(TestConfig config, InstantSource clock) {
        TestAgent agent = TestAgent.start(config, clock);
        agents.add(agent);
        return agent;
    }

    /** A peer that connects to the agent that was started first. */
    RawPeer connect(String identity, int... applications) {
        return connect(agents.get(0), identity, applications);
    }

    RawPeer connect(TestAgent agent, String identity, int... applications) {
        return use(RawPeer.connect(agent, identity, applications));
    }

    RawPeer use(RawPeer peer) {
        peers.add(peer);
        return peer;
    }

    /** A connection without any message yet. */
    RawConnection dial() {
        return use(RawConnection.to(agents.get(0).port()));
    }

    RawConnection use(RawConnection connection) {
        connections.add(connection);
        return connection;
    }

    RawListener listen() {
        return use(RawListener.open());
    }

    RawListener use(RawListener listener) {
        listeners.add(listener);
        return listener;
    }

    /** A peer that the agent connects to. */
    RawPeer accept(RawListener listener, String identity, int... applications) {
        return use(listener.accept(identity, applications));
    }

    @AfterEach
    void nothingPending() {
        try {
            agents.forEach(TestAgent::assertNothingPending);
            // A peer that the test closed itself has nothing to ask any more.
            peers.forEach(peer -> peer.connection().assertQuiet());
            connections.forEach(RawConnection::assertNothingLeft);
        } finally {
            peers.forEach(RawPeer::close);
            connections.forEach(RawConnection::close);
            agents.forEach(TestAgent::close);
            listeners.forEach(RawListener::close);
        }
    }
}
