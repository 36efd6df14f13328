package io.realmgate.agent.behaviour;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever arrives, the sender gets a clear answer or a closed connection, and the others are served meanwhile.
 *
 * <pre>
 *  somebody, or client.visited.example -- garbage --\
 *                                                    >-- [ agent ] -- hss1.home.example
 *  witness.visited.example ------------ requests ---/
 * </pre>
 */
class BadInputTest extends Behaviour {
    private static final String WITNESS = "witness.visited.example";

    private final TestAgent agent =
            start(new TestConfig().agent("timers.handshake = 300ms").peers(CLIENT, WITNESS, HSS1));
    private final RawPeer witness = connect(WITNESS, S6A);
    private final RawPeer server = connect(HSS1, S6A).echo();

    @AfterEach
    void theWitnessIsServed() {
        assertThat(witness.connection().isClosed()).isFalse();
        witness.send(Ask.realm("home.example").from(WITNESS));
        assertThat(witness.next().resultCode()).isEqualTo(2001);
        assertThat(server.connection().isClosed()).isFalse();
    }

    // Instead of a CER --------------------------------------------------------------------------------------------

    static Stream<Arguments> greetings() {
        byte[] random = new byte[500];
        new SplittableRandom(1).nextBytes(random);
        byte[] ones = new byte[100];
        Arrays.fill(ones, (byte) 0xff);
        return Stream.of(
                Arguments.of("HTTP", "GET / HTTP/1.1\r\nHost: agent\r\n\r\n".getBytes(ISO_8859_1)),
                Arguments.of("SIP", "OPTIONS sip:agent SIP/2.0\r\n\r\n".getBytes(ISO_8859_1)),
                Arguments.of("SSH", "SSH-2.0-OpenSSH_9.2\r\n".getBytes(ISO_8859_1)),
                Arguments.of("a TLS hello", HexFormat.of().parseHex("1603010200010001fc0303" + "ab".repeat(200))),
                Arguments.of("zeros", new byte[100]),
                Arguments.of("ones", ones),
                Arguments.of("random octets", random),
                Arguments.of("one octet", new byte[] {1}),
                Arguments.of("a header without a body", new byte[] {1, 0, 0, 20, 0, 0, 0, 0}),
                Arguments.of("half a CER", Arrays.copyOf(RawMessages.cer(CLIENT, S6A), 60)),
                Arguments.of("a CER of 4 GiB, as it were", oversizedCer()),
                Arguments.of("a CER whose length is odd", oddCer()));
    }

    private static byte[] oversizedCer() {
        return TestMessage.setLength(RawMessages.cer(CLIENT, S6A), 0xfffffc);
    }

    private static byte[] oddCer() {
        byte[] cer = RawMessages.cer(CLIENT, S6A);
        return TestMessage.setLength(Arrays.copyOf(cer, cer.length + 1), cer.length + 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("greetings")
    void anythingButACerIsClosedWithoutAWord(String name, byte[] greeting) {
        RawConnection stranger = dial();
        stranger.send(greeting);
        stranger.awaitClosed();
        assertThat(stranger.waiting()).isZero();
        assertThat(agent.peer(CLIENT).isOpen()).isFalse();
    }

    /** What is still on its way to us when we close must not take the answer away from the other side. */
    @Test
    void aRefusalArrivesWhateverFollowsTheCer() {
        byte[] cer = RawMessages.cer("unknown.example.org", S6A);
        byte[] both = Arrays.copyOf(cer, 200_000);
        byte[] request = Ask.realm("home.example").bytes();
        for (int at = cer.length; at + request.length <= both.length; at += request.length) {
            System.arraycopy(request, 0, both, at, request.length);
        }
        for (int i = 0; i < 20; i++) {
            RawConnection stranger = dial();
            try {
                stranger.send(both);
            } catch (java.io.UncheckedIOException e) {
                // Closed before it had said everything.
            }
            assertThat(stranger.next().resultCode()).isEqualTo(3010);
            stranger.awaitClosed();
        }
    }

    // On an open connection ---------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 16, 19})
    @Conforms("6733:2.1/compromised-stream")
    void aLengthBelowTheHeaderEndsTheConnection(int length) {
        RawPeer client = connect(CLIENT, S6A);
        client.send(TestMessage.setLength(Ask.realm("home.example").bytes(), length));
        client.connection().awaitClosed();
        agent.awaitDown(CLIENT);
    }

    @Test
    void aLengthThatIsTooLongInAnotherVersionEndsTheConnection() {
        RawPeer client = connect(CLIENT, S6A);
        byte[] request = TestMessage.setLength(Ask.realm("home.example").bytes(), 0xfffffc);
        request[0] = 0x47;
        client.send(request);
        client.connection().awaitClosed();
        agent.awaitDown(CLIENT);
    }

    @Test
    void goodRequestsBeforeTheBadOneAreServed() {
        RawPeer client = connect(CLIENT, S6A);
        byte[] good = Ask.realm("unknown.example").bytes();
        client.send(good, good, good, new byte[20]);
        client.next(3).forEach(a -> assertThat(a.resultCode()).isEqualTo(3003));
        client.connection().awaitClosed();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theEndInTheMiddleOfAMessage(boolean reset) {
        RawPeer client = connect(CLIENT, S6A);
        byte[] request = Ask.realm("home.example").bytes();
        client.send(request, Arrays.copyOf(request, 30));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        if (reset) {
            client.connection().reset();
        } else {
            client.connection().endOutput();
            client.connection().awaitClosed();
        }
        agent.awaitDown(CLIENT);
    }

    @Test
    void octetByOctet() {
        RawPeer client = connect(CLIENT, S6A);
        for (int i = 0; i < 3; i++) {
            for (byte octet : Ask.realm("home.example").bytes()) {
                client.send(new byte[] {octet});
            }
        }
        client.next(3).forEach(a -> assertThat(a.resultCode()).isEqualTo(2001));
    }

    @Test
    void aThousandInOneWrite() {
        RawPeer client = connect(CLIENT, S6A);
        byte[] one = Ask.realm("home.example").bytes();
        byte[] all = new byte[one.length * 1000];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        client.send(all);
        client.next(1000).forEach(a -> assertThat(a.resultCode()).isEqualTo(2001));
    }

    @Test
    @Conforms("6733:7.2/no-answer-to-answers")
    void answersThatAreNone() {
        RawPeer client = connect(CLIENT, S6A);
        byte[] header = Arrays.copyOf(Ask.realm("home.example").flags(0).bytes(), 20);
        header[2] = 0;
        header[3] = 20;
        client.send(header, Ask.realm("home.example").flags(Ask.P | Ask.E).bytes());
        byte[] otherVersion = Ask.realm("home.example").flags(Ask.P).bytes();
        otherVersion[0] = 3;
        client.send(otherVersion);
        client.connection().ping();
        assertThat(agent.metric("realmgate_discarded_total", CLIENT, "cause", "unknown_hop_by_hop"))
                .isEqualTo(2);
        assertThat(agent.metric("realmgate_discarded_total", CLIENT, "cause", "broken_answer"))
                .isOne();
    }

    @Test
    void anAnswerWhoseLengthIsOddEndsTheConnection() {
        RawPeer client = connect(CLIENT, S6A);
        byte[] answer = Ask.realm("home.example").flags(Ask.P).bytes();
        client.send(TestMessage.setLength(Arrays.copyOf(answer, answer.length + 2), answer.length + 2));
        client.connection().awaitClosed();
    }

    @Test
    void whatLiesInsideAGroupIsNotLookedAt() {
        RawPeer client = connect(CLIENT, S6A);
        server.connection().respond(request -> null);
        // A Proxy-Info whose inner AVP claims more than there is, and one that is half an AVP.
        Ask ask = Ask.realm("home.example")
                .with(
                        TestAvp.of(284, new byte[] {0, 0, 1, 24, 0x40, 0, 1, 0, 'x', 'y', 'z', 0}),
                        TestAvp.of(284, new byte[] {1, 2, 3}));
        client.send(ask);
        RawMessage request = server.next();
        assertThat(request.bytes()).isEqualTo(Relayed.request(ask.bytes(), request.hopByHop(), CLIENT));
        server.echo();
        server.send(RawMessages.success(request, HSS1));
        client.next();
        // Neither does it hinder an error answer, which copies them as they are.
        Ask refused = Ask.realm("unknown.example").with(TestAvp.of(284, new byte[] {1, 2, 3}));
        client.send(refused);
        RawMessage answer = client.next();
        ErrorShape.check(answer, refused.bytes(), 3003);
        assertThat(answer.avp(284).data()).containsExactly(1, 2, 3);
    }

    /** Watchdogs and disconnects that are broken themselves. */
    @Test
    @Conforms("6733:5.4/not-relayed")
    void baseMessagesWithoutSense() {
        RawPeer client = connect(CLIENT, S6A);
        byte[] dwr = TestMessage.of(Ask.R, 280, 0, 1, 1, List.of(TestAvp.of(264, new byte[8])));
        dwr[27] = 99;
        client.send(dwr);
        client.connection().nextAnyWatchdogAnswer();
        byte[] dpr = TestMessage.of(Ask.R, 282, 0, 1, 1, List.of(TestAvp.of(273, new byte[] {1})));
        client.send(dpr);
        assertThat(client.next().resultCode()).isEqualTo(2001);
        client.close();
        agent.awaitDown(CLIENT);
    }

    // Mutations ---------------------------------------------------------------------------------------------------

    /** Good messages with some octets changed, cut or doubled, at random: each ends well for everybody else. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutations(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> originals = new ArrayList<>(List.of(
                Ask.realm("home.example").bytes(),
                ErrorShape.full(Ask.realm("home.example").routeRecord("a.example"))
                        .bytes(),
                RawMessages.success(Ask.realm("home.example").message(), CLIENT),
                RawMessages.cer(CLIENT, S6A),
                RawMessages.dpr(CLIENT, 0)));
        for (int i = 0; i < 60; i++) {
            byte[] bad = mutate(originals.get(random.nextInt(originals.size())), random);
            RawPeer client = RawPeer.connect(agent, CLIENT, S6A);
            try {
                client.send(bad);
                // The end of what we say, so that nothing more is waited for.
                client.connection().endOutput();
            } catch (java.io.UncheckedIOException e) {
                // Closed already.
            }
            client.connection().awaitClosed();
            client.close();
            agent.awaitDown(CLIENT);
            if (i % 10 == 0) {
                theWitnessIsServed();
            }
        }
    }

    private static byte[] mutate(byte[] original, SplittableRandom random) {
        byte[] bad = original.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(bad.length);
            switch (random.nextInt(4)) {
                case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bad[at] = (byte) random.nextInt(256);
                case 2 -> bad = Arrays.copyOf(bad, Math.max(1, at));
                default -> bad = TestMessage.setLength(Arrays.copyOf(bad, bad.length + 4), bad.length + 4);
            }
        }
        return bad;
    }
}
