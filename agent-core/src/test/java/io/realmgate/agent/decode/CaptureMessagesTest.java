package io.realmgate.agent.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.testkit.Captures;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.routing.explain.Inquiry;
import io.realmgate.routing.explain.Way;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CaptureMessagesTest {
    private static final int ACK = 16;
    private static final int PORT = 3868;
    private static final OwnSide SELF = new OwnSide(
            new LocalIdentities(List.of("dra.example")),
            List.of(new ListenAddress(TransportKind.TCP, List.of("0.0.0.0"), PORT, null, "inside", "agent.conf:1")));

    private final Map<String, Integer> sent = new HashMap<>();

    private ByteBuf packet(int from, int to, byte[] message) {
        int at = sent.merge(from + ">" + to, message.length, Integer::sum) - message.length;
        return Captures.ethernet(0x0800, Captures.ipv4(6, Captures.tcp(from, to, at, ACK, message)));
    }

    /** The way back of a connection that was made to this port. */
    private ByteBuf back(int from, int to, byte[] message) {
        int at = sent.merge(from + ">" + to, message.length, Integer::sum) - message.length;
        return Captures.ethernet(0x0800, Captures.ipv4Back(6, Captures.tcp(from, to, at, ACK, message)));
    }

    private static byte[] exchange(int flags, String originHost) {
        return TestMessage.of(flags, 257, 0, 1, 1, List.of(TestAvp.text(264, originHost)));
    }

    private static byte[] request(String originHost) {
        return TestMessage.of(0xc0, 316, 16777251, 1, 1, List.of(TestAvp.text(264, originHost)));
    }

    @Test
    void whoSentARequestIsKnownByTheExchangeOfItsConnection() throws Exception {
        Captures capture = new Captures(true, 1);
        capture.packet(packet(4000, PORT, exchange(0x80, "Relay.Visited.example")));
        capture.packet(packet(PORT, 4000, exchange(0, "dra.example")));
        capture.packet(packet(4000, PORT, request("mme.visited.example")));
        capture.packet(packet(PORT, 4001, request("mme.visited.example")));
        List<String> found = new ArrayList<>();
        CaptureMessages.read(
                new ByteArrayInputStream(capture.octets()),
                one -> found.add(one.seen().packet() + " " + one.from() + " to " + one.to() + " as "
                        + one.fromOr("x").orElseThrow()));
        // All packets of Captures come from one address: two identities there tell nobody apart.
        assertThat(found)
                .containsExactly(
                        "3 relay.visited.example to null as relay.visited.example",
                        "4 dra.example to null as dra.example");
    }

    @Test
    void elseByWhatIsSaidOrByItsOriginHost() throws Exception {
        Captures capture = new Captures(true, 1);
        capture.packet(packet(4000, PORT, exchange(0x80, "one.example")));
        capture.packet(packet(4001, PORT, exchange(0x80, "other.example")));
        capture.packet(packet(4002, PORT, request("Mme.visited.example")));
        ByteArrayInputStream file = new ByteArrayInputStream(capture.octets());
        assertThat(Asked.ofCapture(Way.UNSAID, file, 3, SELF).get(0).inquiry().from())
                .isEqualTo("mme.visited.example");
        file.reset();
        assertThat(Asked.ofCapture(new Way("given.example", null, null), file, 0, SELF)
                        .get(0)
                        .inquiry()
                        .from())
                .isEqualTo("given.example");
        file.reset();
        assertThatThrownBy(() -> Asked.ofCapture(Way.UNSAID, file, 2, SELF))
                .hasMessage("packet 2 completes no message; these do: 3");
    }

    private static byte[] relayed(int hopByHop, int endToEnd, TestAvp... more) {
        List<TestAvp> avps = new ArrayList<>(List.of(TestAvp.text(264, "mme.visited.example")));
        avps.addAll(List.of(more));
        return TestMessage.of(0xc0, 316, 16777251, hopByHop, endToEnd, avps);
    }

    private static byte[] answer(int hopByHop, int endToEnd) {
        return TestMessage.of(
                0x40,
                316,
                16777251,
                hopByHop,
                endToEnd,
                List.of(TestAvp.u32(268, 2001), TestAvp.text(264, "hss.example")));
    }

    /** The visited network connects to the agent, and that to a server; requests of two clients have one End-to-End. */
    private Captures relayedOnce() {
        Captures capture = new Captures(true, 1);
        capture.packet(packet(4000, PORT, exchange(0x80, "relay.visited.example")));
        capture.packet(back(PORT, 4000, exchange(0, "dra.example")));
        capture.packet(packet(5000, 3869, exchange(0x80, "dra.example")));
        capture.packet(back(3869, 5000, exchange(0, "hss.example")));
        capture.packet(packet(4000, PORT, relayed(7, 70)));
        capture.packet(packet(5000, 3869, relayed(8, 70, TestAvp.text(282, "relay.visited.example"))));
        capture.packet(back(3869, 5000, answer(8, 70)));
        return capture.packet(back(PORT, 4000, answer(7, 70)));
    }

    @Test
    void anAnswerIsAskedAboutWithItsRequestAsThatCame() throws Exception {
        ByteArrayInputStream file = new ByteArrayInputStream(relayedOnce().octets());
        Inquiry inquiry = Asked.ofCapture(Way.UNSAID, file, 7, SELF).get(0).inquiry();
        assertThat(inquiry.from()).isEqualTo("hss.example");
        assertThat(inquiry.listener()).isEqualTo("inside");
        assertThat(inquiry.octets()).isEqualTo(answer(8, 70));
        Inquiry.OfAnswer of = Objects.requireNonNull(inquiry.answer());
        assertThat(of.askedBy()).isEqualTo("relay.visited.example");
        assertThat(of.request()).isEqualTo(relayed(7, 70));
    }

    /** RFC 6733 6.1.9: what we appended says whom it came from. */
    @Test
    void whereOnlyTheSideOfTheServerWasCapturedTheRouteRecordTells() throws Exception {
        Captures capture = new Captures(true, 1);
        byte[] request = relayed(8, 70, TestAvp.text(282, "first.example"), TestAvp.text(282, "Second.example"));
        capture.packet(packet(5000, 3869, exchange(0x80, "dra.example")));
        capture.packet(back(3869, 5000, exchange(0, "hss.example")));
        capture.packet(packet(5000, 3869, request)).packet(back(3869, 5000, answer(8, 70)));
        ByteArrayInputStream file = new ByteArrayInputStream(capture.octets());
        Inquiry inquiry = Asked.ofCapture(Way.UNSAID, file, 4, SELF).get(0).inquiry();
        assertThat(inquiry.listener()).isNull();
        Inquiry.OfAnswer of = Objects.requireNonNull(inquiry.answer());
        assertThat(of.askedBy()).isEqualTo("second.example");
        assertThat(of.request()).isEqualTo(request);
    }

    /** A capture without the agent: what it would do between the two. */
    @Test
    void betweenOthersTheClientAsked() throws Exception {
        Captures capture = new Captures(true, 1);
        capture.packet(packet(4000, PORT, exchange(0x80, "mme.visited.example")));
        capture.packet(back(PORT, 4000, exchange(0, "hss.example")));
        capture.packet(packet(4000, PORT, relayed(1, 1))).packet(back(PORT, 4000, answer(1, 1)));
        ByteArrayInputStream file = new ByteArrayInputStream(capture.octets());
        Inquiry inquiry = Asked.ofCapture(Way.UNSAID, file, 4, SELF).get(0).inquiry();
        assertThat(inquiry.from()).isEqualTo("hss.example");
        assertThat(Objects.requireNonNull(inquiry.answer()).askedBy()).isEqualTo("mme.visited.example");
    }

    @Test
    void anAnswerWithoutItsRequestNeedsToBeToldWhoAsked() throws Exception {
        Captures capture = new Captures(true, 1).packet(back(3869, 5000, answer(8, 70)));
        ByteArrayInputStream file = new ByteArrayInputStream(capture.octets());
        assertThatThrownBy(() -> Asked.ofCapture(Way.UNSAID, file, 1, SELF))
                .hasMessageContaining(
                        "packet 1 answers a request that the capture does not have: say with \"asked-by\"");
        file.reset();
        Way way = new Way("agent2.example", "mme.visited.example", null);
        Inquiry inquiry = Asked.ofCapture(way, file, 1, SELF).get(0).inquiry();
        assertThat(inquiry.from()).isEqualTo("agent2.example");
        assertThat(Objects.requireNonNull(inquiry.answer()).askedBy()).isEqualTo("mme.visited.example");
        assertThat(Objects.requireNonNull(inquiry.answer()).request()).isNull();
        file.reset();
        assertThatThrownBy(() -> Asked.ofCapture(way, file, 0, SELF))
                .hasMessage("no packet completes a request; packet 1 completes an answer");
    }

    @Test
    void inHexWhatIsSaidHasToFit() throws Exception {
        String answer = Captures.hex(answer(8, 70));
        assertThatThrownBy(() -> Asked.ofHex(Way.UNSAID, answer))
                .hasMessage("it is an answer: say with \"asked-by\" whom it goes back to");
        Way way = new Way(null, "mme.visited.example", null);
        assertThat(Asked.ofHex(way, answer).inquiry().from()).isEqualTo("hss.example");
        assertThatThrownBy(() -> Asked.ofHex(way, Captures.hex(request("a"))))
                .hasMessage("it is a request: \"asked-by\" is for answers");
        assertThatThrownBy(() -> Asked.ofHex(new Way(null, "a", "inside"), answer))
                .hasMessage("it is an answer: \"listener\" is for requests");
    }

    @Test
    void onePacketMayBeGivenInHexOrBase64() throws Exception {
        ByteBuf frame = packet(4000, PORT, request("mme.visited.example"));
        byte[] octets = new byte[frame.readableBytes()];
        frame.getBytes(0, octets);
        Asked hex = Asked.ofPacket(Way.UNSAID, Captures.hex(octets), SELF).get(0);
        Asked base64 = Asked.ofPacket(Way.UNSAID, Base64.getEncoder().encodeToString(octets), SELF)
                .get(0);
        assertThat(hex.inquiry().octets())
                .isEqualTo(base64.inquiry().octets())
                .isEqualTo(request("mme.visited.example"));
        assertThatThrownBy(() -> Asked.ofPacket(Way.UNSAID, "abcd", SELF))
                .hasMessage("the packet holds no whole message");
        assertThatThrownBy(() -> Asked.ofHex(Way.UNSAID, "0100")).hasMessageContaining("a header has 20");
    }
}
