package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that the agent answers itself, and how (RFC 6733 7.1, 7.2).
 *
 * <pre>
 *  client.visited.example -- request --&gt; [ agent ]      hss1.home.example (up)
 *                         &lt;-- error ----                hss2.down.example (never connects)
 * </pre>
 */
class ErrorAnswerTest extends Behaviour {
    private final TestAgent agent = start(new TestConfig()
            .agent("limits.message-size = 8192")
            .peers(CLIENT, HSS1, "hss2.down.example")
            .rules(
                    "{ name = r1, match { destination-realm = r3001.example }, action = reject, result = 3001 }",
                    "{ name = r2, match { destination-realm = r4002.example }, action = reject, result = 4002 }",
                    "{ name = r3, match { destination-realm = r5003.example }, action = reject,"
                            + " result = DIAMETER_AUTHORIZATION_REJECTED }",
                    "{ name = r4, match { destination-realm = r5030.example }, action = reject, result = 5030 }"));
    private final RawPeer client = connect(CLIENT, S6A);
    private final RawPeer server = connect(HSS1, S6A);

    /** Sends it, checks all that error answers have in common, and that the connection is still in use. */
    private RawMessage refused(byte[] request, int code) {
        client.send(request);
        RawMessage answer = client.next();
        ErrorShape.check(answer, request, code);
        assertThat(agent.metric("realmgate_error_answers_total", CLIENT, "result_code", Integer.toString(code)))
                .isPositive();
        return answer;
    }

    private static Ask home() {
        return ErrorShape.full(Ask.realm("home.example"));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                // RFC 6733 6.1.4: for us, and we process nothing of the common application.
                Arguments.of(
                        3001,
                        Ask.realm("transit.example")
                                .host(TestAgent.IDENTITY)
                                .application(0)
                                .command(271)),
                Arguments.of(3001, Ask.realm(null).application(0).command(274)),
                Arguments.of(
                        3001,
                        Ask.realm("home.example")
                                .host(TestAgent.IDENTITY)
                                .application(0)
                                .command(271)),
                // Nobody of the realm is connected; a host without its realm; a host that is down.
                Arguments.of(3002, Ask.realm("down.example")),
                Arguments.of(3002, Ask.realm(null).host("somebody.else.example")),
                Arguments.of(3002, Ask.realm("down.example").host("hss2.down.example")),
                // The one server of the realm has another application.
                Arguments.of(
                        3002, Ask.realm("home.example").application(16777216).command(300)),
                // P clear: not ours to forward.
                Arguments.of(3002, Ask.realm("home.example").flags(Ask.R)),
                Arguments.of(3003, Ask.realm("unknown.example")),
                Arguments.of(3003, Ask.realm("").session("s;1")),
                Arguments.of(3005, Ask.realm("home.example").routeRecord(TestAgent.IDENTITY)),
                Arguments.of(3007, Ask.realm("transit.example").host("Agent.TRANSIT.example")),
                // Ours, although its realm is that of others too.
                Arguments.of(3007, Ask.realm("home.example").host(TestAgent.IDENTITY)),
                Arguments.of(3007, Ask.realm(null)),
                Arguments.of(3007, Ask.realm(null).flags(Ask.R)),
                Arguments.of(3008, Ask.realm("home.example").flags(Ask.R | Ask.P | Ask.E)),
                Arguments.of(3008, Ask.realm("home.example").flags(Ask.R | Ask.E)),
                Arguments.of(3001, Ask.realm("r3001.example")),
                Arguments.of(4002, Ask.realm("r4002.example")),
                Arguments.of(4002, Ask.realm("r4002.example").flags(Ask.R | Ask.P | Ask.T)),
                Arguments.of(5003, Ask.realm("r5003.example")),
                Arguments.of(5030, Ask.realm("r5030.example")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Conforms({
        "6733:3/e-bit-request",
        "6733:3/p-bit",
        "6733:7/protocol-errors",
        "6733:7/first-error",
        "6733:7.1.3/3008",
        "6733:7.1.3/3009",
        "6733:7.1.5/5014",
        "6733:7.2/grammar",
        "6733:6.2/no-destination",
        "6733:7.1.3/3001",
        "6733:7.1.3/3002",
        "6733:7.1.3/3003",
        "6733:7.1.3/3005",
        "6733:7.1.3/3007",
        "6733:6.1.4/local",
        "6733:6.1.6/no-realm"
    })
    void isRefusedWith(int code, Ask ask) {
        byte[] request = ErrorShape.full(ask).bytes();
        RawMessage answer = refused(request, code);
        ErrorShape.checkCopies(answer, request);
        assertThat(answer.all(279)).isEmpty();
    }

    @Test
    @Conforms("6733:6.2/session-id")
    void withoutASessionIdThereIsNoneInTheAnswer() {
        RawMessage answer = refused(Ask.realm("unknown.example").session(null).bytes(), 3003);
        assertThat(answer.avps().stream().map(RawAvp::code).toList()).containsExactly(264, 296, 268, 278, 281);
    }

    @Test
    @Conforms("6733:6.2/session-id")
    void onlyTheFirstSessionIdIsCopied() {
        byte[] request = Ask.realm("unknown.example")
                .with(TestAvp.text(263, "a second one"))
                .bytes();
        assertThat(refused(request, 3003).avp(263).text()).isEqualTo("client.visited.example;1;2");
    }

    // AVPs that are wrong -----------------------------------------------------------------------------------------

    private void failed(byte[] request, int code, byte[] expectedInside) {
        RawMessage answer = refused(request, code);
        ErrorShape.checkCopies(answer, request);
        RawAvp failed = answer.avp(279);
        assertThat(failed.flags()).isEqualTo(0x40);
        assertThat(failed.data()).isEqualTo(expectedInside);
        // The message was framed well, so the connection goes on.
        client.connection().ping();
    }

    static Stream<TestAvp> vendorZero() {
        return Stream.of(263, 264, 296, 293, 283, 282, 284)
                .map(code -> TestAvp.raw(code, TestAvp.V | TestAvp.M, 0, (byte) 'x', (byte) 'y'));
    }

    /** RFC 6733 4.5: the V bit must not be set in base AVPs; only those that we interpret are looked at. */
    @ParameterizedTest
    @MethodSource
    void vendorZero(TestAvp avp) {
        failed(home().with(avp).bytes(), 3009, TestAvp.encode(List.of(avp)));
    }

    @Test
    void ofOtherAvpsTheFlagsAreNotOurBusiness() {
        client.send(Ask.realm("home.example").with(TestAvp.raw(277, TestAvp.V, 0, new byte[] {0, 0, 0, 1})));
        server.serve();
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @ParameterizedTest
    @ValueSource(ints = {283, 293})
    @Conforms("6733:7.1.5/5009")
    void aSecondDestinationIsOneTooMany(int code) {
        TestAvp second = TestAvp.text(code, "second.example");
        byte[] request = ErrorShape.full(Ask.realm("home.example").host(HSS1))
                .with(second)
                .bytes();
        failed(request, 5009, TestAvp.encode(List.of(second)));
    }

    /** Header fields of an AVP, and what the Failed-AVP must show of it (RFC 6733 7.1.5). */
    static Stream<Arguments> badLengths() {
        byte[] header = {0, 0, 1, 2, 0x40, 0, 0, 8};
        byte[] vendorHeader = {0, 0, 1, 2, (byte) 0xc0, 0, 0, 12, 0, 0, 0x28, (byte) 0xaf};
        return Stream.of(
                Arguments.of("beyond the message", new byte[] {0, 0, 1, 2, 0x40, 0, 0, 100, 1, 2, 3, 4}, header),
                Arguments.of("one octet beyond", new byte[] {0, 0, 1, 2, 0x40, 0, 0, 13, 1, 2, 3, 4}, header),
                Arguments.of("the largest", new byte[] {0, 0, 1, 2, 0x40, -1, -1, -1, 1, 2, 3, 4}, header),
                Arguments.of("zero", new byte[] {0, 0, 1, 2, 0x40, 0, 0, 0, 1, 2, 3, 4}, header),
                Arguments.of("below the header", new byte[] {0, 0, 1, 2, 0x40, 0, 0, 7, 1, 2, 3, 4}, header),
                Arguments.of(
                        "below the header with a vendor",
                        new byte[] {0, 0, 1, 2, (byte) 0xc0, 0, 0, 11, 0, 0, 0x28, (byte) 0xaf},
                        vendorHeader),
                Arguments.of("a header without its vendor", new byte[] {0, 0, 1, 2, (byte) 0xc0, 0, 0, 12}, new byte[] {
                    0, 0, 1, 2, (byte) 0xc0, 0, 0, 12, 0, 0, 0, 0
                }),
                Arguments.of("half a header", new byte[] {0, 0, 1, 2}, new byte[] {0, 0, 1, 2, 0, 0, 0, 8}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badLengths")
    void anAvpLengthThatLies(String name, byte[] avp, byte[] expected) {
        byte[] before = home().bytes();
        byte[] request = Arrays.copyOf(before, before.length + avp.length);
        System.arraycopy(avp, 0, request, before.length, avp.length);
        request[2] = (byte) (request.length >>> 8);
        request[3] = (byte) request.length;
        failed(request, 5014, expected);
    }

    // Headers that are wrong --------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 255})
    @Conforms({"6733:3/version", "6733:7.1.5/5011"})
    void anotherVersion(int version) {
        byte[] request = home().bytes();
        request[0] = (byte) version;
        ErrorShape.checkCopies(refused(request, 5011), request);
        client.connection().ping();
    }

    @Test
    @Conforms("6733:7.1.5/5015")
    void aMessageAboveTheLimit() {
        byte[] request = home().with(TestAvp.raw(999, 0, 0, new byte[8192])).bytes();
        ErrorShape.checkCopies(refused(request, 5015), request);
        client.connection().ping();
        client.send(Ask.realm("home.example"));
        server.serve();
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @Conforms("6733:7.1.5/5015")
    void aLengthThatIsNoMultipleOfFourIsAnsweredAndEndsTheConnection(int more) {
        byte[] good = home().bytes();
        byte[] request = Arrays.copyOf(good, good.length + more);
        request[3] += (byte) more;
        client.send(request);
        RawMessage answer = client.next();
        ErrorShape.check(answer, request, 5015);
        client.connection().awaitClosed();
        agent.awaitDown(CLIENT);
        server.connection().ping();
    }
}
