package io.realmgate.agent.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.testkit.Captures;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptureRequestsTest {
    private static final int ACK = 16;
    private static final int PORT = 3868;

    private final Map<String, Integer> sent = new HashMap<>();

    private ByteBuf packet(int from, int to, byte[] message) {
        int at = sent.merge(from + ">" + to, message.length, Integer::sum) - message.length;
        return Captures.ethernet(0x0800, Captures.ipv4(6, Captures.tcp(from, to, at, ACK, message)));
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
        CaptureRequests.read(
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
        assertThat(Asked.ofCapture(null, file, 3).get(0).from()).isEqualTo("mme.visited.example");
        file.reset();
        assertThat(Asked.ofCapture("given.example", file, 0).get(0).from()).isEqualTo("given.example");
        file.reset();
        assertThatThrownBy(() -> Asked.ofCapture(null, file, 2))
                .hasMessage("packet 2 completes no request; these do: 3");
    }

    @Test
    void onePacketMayBeGivenInHexOrBase64() throws Exception {
        ByteBuf frame = packet(4000, PORT, request("mme.visited.example"));
        byte[] octets = new byte[frame.readableBytes()];
        frame.getBytes(0, octets);
        Asked hex = Asked.ofPacket(null, Captures.hex(octets)).get(0);
        Asked base64 =
                Asked.ofPacket(null, Base64.getEncoder().encodeToString(octets)).get(0);
        assertThat(hex.octets()).isEqualTo(base64.octets()).isEqualTo(request("mme.visited.example"));
        assertThatThrownBy(() -> Asked.ofPacket(null, "abcd")).hasMessage("the packet holds no whole request");
        assertThatThrownBy(() -> Asked.ofHex(null, "0100")).hasMessageContaining("a header has 20");
    }
}
