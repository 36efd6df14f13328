package io.realmgate.agent.behaviour;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * What the suites over SCTP share. They need a kernel that has it and run elsewhere only in the virtual machine of {@code
 * scripts/interop/sctp}, which is slow: hence the patience.
 */
@Timeout(300)
abstract class SctpBehaviour {
    /** For the {@code @EnabledIf} of every suite. */
    static final String POSSIBLE = "io.realmgate.agent.behaviour.SctpPeer#isPossible";

    static final int S6A = RawMessages.S6A;
    static final String CLIENT = Behaviour.CLIENT;
    static final String HSS1 = Behaviour.HSS1;
    static final String HSS2 = Behaviour.HSS2;

    private final List<TestAgent> agents = new ArrayList<>();
    private final List<SctpPeer> peers = new ArrayList<>();
    private final List<SctpPeer.Listener> listeners = new ArrayList<>();

    /** Settings that have an agent listen on SCTP. */
    static String listen(String more) {
        return "listen = [ { transport = sctp, port = 0" + more + " } ]";
    }

    /** An agent that listens on SCTP on 127.0.0.1. */
    TestAgent start(TestConfig config) {
        return startAsIs(config.agent(listen(", host = \"127.0.0.1\"")));
    }

    TestAgent startAsIs(TestConfig config) {
        TestAgent agent = TestAgent.start(config);
        agents.add(agent);
        return agent;
    }

    TestAgent firstAgent() {
        return agents.get(0);
    }

    /** A peer that connects to the agent that was started first. */
    SctpPeer connect(String identity) {
        return use(SctpPeer.open(agents.get(0).port(), identity, S6A));
    }

    SctpPeer use(SctpPeer peer) {
        peers.add(peer);
        return peer;
    }

    SctpPeer.Listener listenOn(int port, String... hosts) {
        SctpPeer.Listener listener = new SctpPeer.Listener(port, hosts);
        listeners.add(listener);
        return listener;
    }

    /** A peer that the agent connects to. */
    static String connectTo(SctpPeer.Listener listener) {
        return ", connect = \"sctp://127.0.0.1:" + listener.port() + "\"";
    }

    @AfterEach
    void nothingPending() {
        try {
            agents.forEach(TestAgent::assertNothingPending);
            for (SctpPeer peer : peers) {
                if (!peer.isClosed()) {
                    peer.ping();
                }
                peer.assertNothingLeft();
            }
        } finally {
            peers.forEach(SctpPeer::close);
            agents.forEach(TestAgent::close);
            listeners.forEach(SctpPeer.Listener::close);
        }
    }
}
