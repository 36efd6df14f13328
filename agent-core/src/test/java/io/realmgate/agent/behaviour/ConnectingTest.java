package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The agent connects, and again every Tc while the peer is down (RFC 6733 2.1, 5.3).
 *
 * <pre>
 *  [ agent ] -- CER --&gt; hss1.home.example (listens)
 *            &lt;-- CEA --
 * </pre>
 */
class ConnectingTest extends Behaviour {
    private final RawListener listener = listen();

    private TestAgent start() {
        return start(new TestConfig()
                .agent("timers.reconnect = 100ms")
                .peer(HSS1, listener)
                .peers(CLIENT));
    }

    @Test
    @Conforms({
        "6733:2.4/relay-application",
        "6733:2.5/base-application",
        "6733:5.3.1/cer",
        "6733:5.1/identity-known",
        "6733:6.1/peer-messages",
        "6733:5.2/manual"
    })
    void whatWeAskFor() {
        TestAgent agent = start();
        RawConnection connection = use(listener.accept());
        RawMessage cer = connection.next();
        assertThat(cer.command()).isEqualTo(257);
        assertThat(cer.application()).isZero();
        assertThat(cer.flags()).isEqualTo(Ask.R);
        assertThat(cer.avps().stream().map(RawAvp::code).toList())
                .containsExactly(264, 296, 257, 266, 269, 278, 258, 299, 259);
        assertThat(cer.avp(257).data()).containsExactly(0, 1, 127, 0, 0, 1);
        assertThat(cer.avp(258).number()).isEqualTo(RELAY);
        assertThat(agent.peer(HSS1).isOpen()).isFalse();
        connection.send(RawMessages.cea(cer, "HSS1.home.Example", S6A));
        connection.ping();
        assertThat(agent.peer(HSS1).isOpen()).isTrue();
        assertThat(agent.peer(HSS1).direction()).isEqualTo("we connect");
    }

    static Stream<Arguments> badAnswers() {
        return Stream.of(
                Arguments.of("refused", 0x00, 257, cea(HSS1, 3010, S6A)),
                Arguments.of("another identity", 0x00, 257, cea(HSS2, 2001, S6A)),
                Arguments.of("no application", 0x00, 257, cea(HSS1, 2001)),
                Arguments.of("no result", 0x00, 257, RawMessages.capabilities(HSS1, S6A)),
                Arguments.of("no identity", 0x00, 257, List.of(TestAvp.u32(268, 2001), TestAvp.u32(258, S6A))),
                Arguments.of("another command", 0x00, 280, cea(HSS1, 2001, S6A)),
                Arguments.of("a request", 0x80, 257, cea(HSS1, 2001, S6A)));
    }

    private static List<TestAvp> cea(String identity, int result, int... applications) {
        List<TestAvp> avps = new ArrayList<>(List.of(TestAvp.u32(268, result)));
        avps.addAll(RawMessages.capabilities(identity, applications));
        return avps;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAnswers")
    void anythingButAGoodCeaIsClosedAndTriedAgain(String name, int flags, int command, List<TestAvp> avps) {
        TestAgent agent = start();
        RawConnection first = use(listener.accept());
        RawMessage cer = first.next();
        first.send(TestMessage.of(flags, command, 0, cer.hopByHop(), cer.endToEnd(), avps));
        first.awaitClosed();
        assertThat(agent.peer(HSS1).isOpen()).isFalse();
        accept(listener, HSS1, S6A);
        assertThat(agent.peer(HSS1).isOpen()).isTrue();
    }

    @Test
    void silenceIsClosedAndTriedAgain() {
        start(new TestConfig()
                .agent("timers.reconnect = 100ms")
                .agent("timers.handshake = 100ms")
                .peer(HSS1, listener));
        RawConnection silent = use(listener.accept());
        silent.next();
        silent.awaitClosed();
        RawConnection again = use(listener.accept());
        again.next();
    }

    @Test
    void aLostConnectionIsMadeAgain() {
        TestAgent agent = start();
        for (int i = 0; i < 3; i++) {
            RawPeer server = accept(listener, HSS1, S6A);
            assertThat(agent.peer(HSS1).isOpen()).isTrue();
            server.close();
            agent.awaitDown(HSS1);
        }
        RawPeer server = accept(listener, HSS1, S6A);
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example"));
        server.serve();
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    void aPortThatOpensLaterIsFound() {
        RawListener closed = listen();
        int port = closed.port();
        TestAgent agent =
                start(new TestConfig().agent("timers.reconnect = 50ms").peer(HSS2, closed));
        RawPeer server = accept(closed, HSS2, S6A);
        closed.close();
        server.close();
        await().until(() -> agent.peer(HSS2).lastEvent().contains("cannot connect to tcp://127.0.0.1:" + port));
        RawListener open = use(RawListener.again(port));
        accept(open, HSS2, S6A);
    }

    @Test
    void onlyOneConnectionIsMade() {
        TestAgent agent = start();
        RawPeer server = accept(listener, HSS1, S6A);
        // A peer that is connected is left alone; that of the witness is lost again and again meanwhile.
        RawListener other = listen();
        agent.config().peer(HSS2, other);
        assertThat(agent.reload().accepted()).isTrue();
        for (int i = 0; i < 5; i++) {
            other.accept().close();
        }
        listener.assertNobodyConnects();
        server.connection().ping();
    }

    @Test
    @Conforms("6733:2.1/one-connection")
    void whileThePeerIsConnectedByItselfNobodyConnectsToIt() {
        TestAgent agent = start(new TestConfig()
                .agent("timers.reconnect = 500ms")
                .peer(HSS1, listener)
                .peers(CLIENT));
        // It refuses our connection and makes its own.
        listener.accept().reset();
        await().until(() -> agent.peer(HSS1).lastEvent().contains("instead of answering our CER"));
        connect(HSS1, S6A);
        RawListener other = listen();
        agent.config().peer(HSS2, other);
        agent.reload();
        for (int i = 0; i < 3; i++) {
            other.accept().close();
        }
        listener.assertNobodyConnects();
        assertThat(agent.peer(HSS1).direction()).isEqualTo("connects to us");
    }

    /** However early our connection to it was lost: no election is held against one that is gone. */
    @Test
    void aPeerThatHangsUpAtOnceMayStillComeItself() {
        int count = 40;
        TestConfig config = new TestConfig().agent("timers.reconnect = 10m");
        for (int i = 0; i < count; i++) {
            config.peer("zzz" + i + ".home.example", listener);
        }
        TestAgent agent = start(config);
        for (int i = 0; i < count; i++) {
            listener.accept().reset();
        }
        for (int i = 0; i < count; i++) {
            String identity = "zzz" + i + ".home.example";
            await().until(() -> !agent.peer(identity).lastEvent().equals("never connected"));
            connect(identity, S6A);
        }
    }
}
