package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.behaviour.SctpPeer.Received;
import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Diameter over SCTP (RFC 6733 2.1.1).
 *
 * <pre>
 *  client.visited.example ==SCTP== [ agent ] ==SCTP== hss1, hss2 .home.example
 * </pre>
 */
@EnabledIf(SctpBehaviour.POSSIBLE)
class SctpTest extends SctpBehaviour {
    private static final int LIMIT = 2 << 20;
    private static final int DTLS = 47;

    private static byte[] ofLength(int length, int hopByHop) {
        Ask ask = Ask.realm("home.example").hopByHop(hopByHop);
        byte[] fill = new byte[length - ask.bytes().length - 8];
        for (int i = 0; i < fill.length; i++) {
            fill[i] = (byte) (i * 31 + hopByHop);
        }
        return ask.with(TestAvp.raw(999_999, 0, 0, fill)).bytes();
    }

    private static byte[] answerOfLength(int length, RawMessage request) {
        byte[] answer = TestMessage.ofLength(length, 7);
        answer[4] = Ask.P;
        ByteBuffer.wrap(answer).putInt(12, request.hopByHop()).putInt(16, request.endToEnd());
        return answer;
    }

    /** What the agent sends is one user message for each Diameter message, with its own payload protocol identifier. */
    private static void isProper(Received received) {
        assertThat(received.ppid()).isEqualTo(SctpPeer.DIAMETER);
    }

    // Messages ----------------------------------------------------------------------------------------------------

    /** 8 KiB is one read of the agent, 64 KiB one chunk of SCTP's receive window, 2 MiB agent.limits.message-size. */
    @ParameterizedTest
    @ValueSource(ints = {400, 8188, 8192, 8196, 20_000, 65_536, 300_000, 1 << 20, LIMIT})
    void messagesOfAnyLengthPassBothWays(int length) {
        start(new TestConfig().agent("timers.request = 60s").peers(CLIENT, HSS1));
        SctpPeer client = connect(CLIENT);
        SctpPeer server = connect(HSS1);
        byte[] request = ofLength(length, 0x0101);
        client.send(request);
        Received relayed = server.next();
        isProper(relayed);
        assertThat(relayed.message().bytes())
                .isEqualTo(Relayed.request(request, relayed.message().hopByHop(), CLIENT));
        byte[] answer = answerOfLength(length, relayed.message());
        server.send(answer);
        Received back = client.next();
        isProper(back);
        assertThat(back.message().bytes()).isEqualTo(Relayed.answer(answer, 0x0101));
    }

    @Test
    void aMessageAboveTheLimitIsAnsweredAndTheAssociationGoesOn() {
        start(new TestConfig().peers(CLIENT, HSS1).agent("limits.message-size = 64 KiB"));
        SctpPeer client = connect(CLIENT);
        SctpPeer server = connect(HSS1);
        byte[] request = ofLength(1 << 20, 5);
        client.send(request);
        client.send(ofLength(400, 6));
        ErrorShape.check(client.next().message(), request, 5015);
        server.serve(HSS1);
        assertThat(client.next().message().resultCode()).isEqualTo(2001);
    }

    /** What the kernel cannot send goes nowhere, and its asker hears so at once; the association lives on. */
    @Test
    void aRequestThatIsLongerThanTheKernelSendsIsRefused() {
        TestAgent agent = startAsIs(new TestConfig()
                .agent("limits { message-size = 15 MiB, output-per-peer = 32 MiB }")
                .agent("listen = [ { transport = sctp, host = \"127.0.0.1\", port = 0 },"
                        + " { transport = tcp, host = \"127.0.0.1\", port = 0 } ]")
                .peers(CLIENT, HSS1));
        SctpPeer server = connect(HSS1);
        try (RawPeer client =
                RawPeer.connect(RawConnection.to(agent.agent().ports().get(1)), CLIENT, S6A)) {
            client.send(ofLength(14 << 20, 5));
            assertThat(client.next().resultCode()).isEqualTo(3002);
            client.send(Ask.realm("home.example"));
            server.serve(HSS1);
            assertThat(client.next().resultCode()).isEqualTo(2001);
        }
    }

    /** The outbox gathers many messages in one chunk; each leaves as a user message of its own. */
    @Test
    void manyAtOnceStayMessagesOfTheirOwn() {
        start(new TestConfig().agent("timers.request = 60s").peers(CLIENT, HSS1));
        SctpPeer client = connect(CLIENT);
        SctpPeer server = connect(HSS1).echo(HSS1);
        int count = 500;
        for (int i = 0; i < count; i++) {
            client.send(ofLength(400 + i % 50 * 4, i), i % 8, true, SctpPeer.DIAMETER);
        }
        Set<Integer> answered = new HashSet<>();
        client.next(count).forEach(answer -> {
            isProper(answer);
            assertThat(answer.message().resultCode()).isEqualTo(2001);
            answered.add(answer.message().hopByHop());
        });
        assertThat(answered).hasSize(count);
        server.assertNothingLeft();
    }

    @Test
    @Conforms({"6733:2.1.1/any-stream", "6733:2.1/tcp-and-sctp"})
    void anyStreamAnyOrderAndNoPayloadProtocolAreTaken() {
        start(new TestConfig().peers(CLIENT, HSS1));
        SctpPeer client = connect(CLIENT);
        connect(HSS1).echo(HSS1);
        List<Integer> asked = new ArrayList<>();
        for (int stream = 0; stream < 16; stream++) {
            for (boolean unordered : new boolean[] {false, true}) {
                int hopByHop = 1000 + 2 * stream + (unordered ? 1 : 0);
                asked.add(hopByHop);
                client.send(ofLength(500, hopByHop), stream, unordered, stream % 2 == 0 ? 0 : SctpPeer.DIAMETER);
            }
        }
        assertThat(client.next(32).stream().map(a -> a.message().hopByHop())).hasSameElementsAs(asked);
    }

    // Order -------------------------------------------------------------------------------------------------------

    @Test
    void orderIsKeptOnStreamZeroUntilTheOtherSideHasSpoken() {
        start(new TestConfig().peers(CLIENT, HSS1));
        SctpPeer server = use(SctpPeer.to("127.0.0.1", port()));
        server.send(RawMessages.cer(HSS1, S6A));
        Received cea = server.next();
        assertThat(cea).extracting(Received::stream, Received::unordered).containsExactly(0, false);
        SctpPeer client = connect(CLIENT);
        client.send(Ask.realm("home.example"));
        Received first = server.next();
        assertThat(first).extracting(Received::stream, Received::unordered).containsExactly(0, false);

        // This answer shows that the server has taken the CEA.
        server.send(RawMessages.success(first.message(), HSS1));
        client.next();
        client.send(Ask.realm("home.example"));
        Received second = server.serve(HSS1);
        assertThat(second).extracting(Received::stream, Received::unordered).containsExactly(0, true);
        client.next();
    }

    @Test
    void severalStreamsTakeTurns() {
        start(new TestConfig().peers(CLIENT, HSS1).agent("sctp.streams = 5"));
        SctpPeer client = connect(CLIENT);
        SctpPeer server = connect(HSS1);
        server.ping();
        Set<Integer> streams = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            client.send(Ask.realm("home.example"));
            Received request = server.serve(HSS1);
            assertThat(request.unordered()).isFalse();
            streams.add(request.stream());
            client.next();
        }
        assertThat(streams).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    @Test
    void noMoreStreamsThanThePeerTakes() {
        start(new TestConfig().peers(CLIENT, HSS1).agent("sctp.streams = 200"));
        SctpPeer client = connect(CLIENT);
        SctpPeer server = connect(HSS1);
        server.ping();
        for (int i = 0; i < 40; i++) {
            client.send(Ask.realm("home.example"));
            assertThat(server.serve(HSS1).stream()).isLessThan(16);
            client.next();
        }
    }

    // What is refused ---------------------------------------------------------------------------------------------

    @Test
    @Conforms("6733:2.1/compromised-stream")
    void dtlsEndsTheAssociation() {
        TestAgent agent = start(new TestConfig().peers(CLIENT));
        SctpPeer client = connect(CLIENT);
        client.send(new byte[] {22, (byte) 254, (byte) 253, 0, 0}, 0, false, DTLS);
        client.awaitClosed();
        agent.awaitDown(CLIENT);
        assertThat(agent.peer(CLIENT).lastEvent()).contains("DTLS", "IPsec");
    }

    @Test
    void aPayloadOfAnotherProtocolEndsTheAssociation() {
        TestAgent agent = start(new TestConfig().peers(CLIENT));
        SctpPeer client = connect(CLIENT);
        client.send(RawMessages.dpr(CLIENT, 0), 0, false, 3);
        client.awaitClosed();
        agent.awaitDown(CLIENT);
        assertThat(agent.peer(CLIENT).lastEvent()).contains("payload protocol 3");
    }

    @Test
    void aUserMessageThatEndsInsideAMessageEndsTheAssociation() {
        TestAgent agent = start(new TestConfig().peers(CLIENT, HSS1));
        SctpPeer client = connect(CLIENT);
        byte[] request = ofLength(400, 1);
        client.send(Arrays.copyOf(request, 300));
        client.awaitClosed();
        agent.awaitDown(CLIENT);
        assertThat(agent.peer(CLIENT).lastEvent()).contains("SCTP user message of 300 octets");
    }

    // Connections -------------------------------------------------------------------------------------------------

    @Test
    void theAgentConnectsAndAgainAfterAnAbort() {
        SctpPeer.Listener listener = listenOn(0, "127.0.0.1");
        TestAgent agent = start(new TestConfig()
                .agent("timers.reconnect = 100ms")
                .peers(CLIENT)
                .peerWithRealm(HSS1, "home.example", connectTo(listener)));
        SctpPeer client = connect(CLIENT);
        for (int i = 0; i < 3; i++) {
            SctpPeer server = use(listener.accept(HSS1, S6A));
            agent.awaitOpen(HSS1);
            client.send(Ask.realm("home.example"));
            server.serve(HSS1);
            assertThat(client.next().message().resultCode()).isEqualTo(2001);
            server.abort();
            agent.awaitDown(HSS1);
        }
        use(listener.accept(HSS1, S6A));
    }

    @Test
    void nobodyListeningIsAFailedAttemptAndTriedAgain() {
        SctpPeer.Listener first = listenOn(0, "127.0.0.1");
        int port = first.port();
        first.close();
        TestAgent agent = start(new TestConfig()
                .agent("timers.reconnect = 100ms")
                .peerWithRealm(HSS1, "home.example", connectTo(first)));
        await().until(() -> agent.peer(HSS1).lastEvent().contains("cannot connect to sctp://127.0.0.1:" + port));
        use(listenOn(port, "127.0.0.1").accept(HSS1, S6A));
        agent.awaitOpen(HSS1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPendingTowardsALostAssociationGoesToTheNext(boolean abort) {
        TestAgent agent = start(new TestConfig()
                .agent("timers.request = 60s")
                .peers(CLIENT, HSS1, HSS2)
                .peersFile("groups { hss { members = [ { peer = hss1.home.example, priority = 1 },"
                        + " { peer = hss2.home.example, priority = 2 } ] } }")
                .rules("{ name = r, action = relay, to = hss }"));
        SctpPeer client = connect(CLIENT);
        SctpPeer first = connect(HSS1);
        SctpPeer second = connect(HSS2).echo(HSS2);
        for (int i = 0; i < 100; i++) {
            client.send(Ask.realm("home.example"));
        }
        first.next(100).forEach(r -> assertThat(r.message().isRetransmitted()).isFalse());
        if (abort) {
            first.abort();
        } else {
            first.close();
        }
        client.next(100).forEach(a -> {
            assertThat(a.message().resultCode()).isEqualTo(2001);
            assertThat(a.message().avp(264).text()).isEqualTo(HSS2);
        });
        assertThat(agent.metric("realmgate_failovers_total", HSS1)).isEqualTo(100);
        second.assertNothingLeft();
    }

    @Test
    void theWatchdogProbesAndGivesUp() {
        TestAgent agent = start(new TestConfig().agent("timers.watchdog = 1s").peers(CLIENT));
        SctpPeer client = connect(CLIENT);
        isProper(client.nextWatchdog());
        isProper(client.nextWatchdog());
        assertThat(agent.peer(CLIENT).isOpen()).isTrue();
        client.ignoreWatchdog();
        client.awaitClosed();
        agent.awaitDown(CLIENT);
        assertThat(agent.peer(CLIENT).lastEvent()).contains("watchdog");
    }

    @Test
    void aDisconnectIsAnsweredAndTheAssociationShutDown() {
        TestAgent agent = start(new TestConfig().peers(CLIENT));
        SctpPeer client = connect(CLIENT);
        client.send(RawMessages.dpr(CLIENT, 0));
        Received dpa = client.next();
        assertThat(dpa.message().command()).isEqualTo(282);
        assertThat(dpa.message().resultCode()).isEqualTo(2001);
        client.close();
        agent.awaitDown(CLIENT);
    }

    @Test
    void stoppingTellsThePeersAndFreesThePort() {
        TestAgent agent = start(new TestConfig().peers(CLIENT));
        int port = agent.port();
        SctpPeer client = connect(CLIENT);
        TestAgent.get(agent.stop());
        assertThat(client.nextDisconnect().message().avp(273).number()).isZero();
        client.awaitClosed();
        listenOn(port, "127.0.0.1");
    }

    @Test
    void aPeerThatSaysNothingIsLeft() {
        TestAgent agent = start(new TestConfig().agent("timers.handshake = 300ms"));
        SctpPeer silent = use(SctpPeer.to("127.0.0.1", agent.port()));
        silent.awaitClosed();
    }

    @Test
    void associationsOfOnePortAreSpreadOverTheLoops() {
        start(new TestConfig().agent("event-loops = 2").peers(CLIENT, HSS1, HSS2));
        SctpPeer client = connect(CLIENT);
        connect(HSS1).echo(HSS1);
        connect(HSS2).echo(HSS2);
        for (int i = 0; i < 20; i++) {
            String host = i % 2 == 0 ? HSS1 : HSS2;
            client.send(Ask.realm("home.example").host(host));
            assertThat(client.next().message().avp(264).text()).isEqualTo(host);
        }
    }

    private int port() {
        return firstAgent().port();
    }
}
