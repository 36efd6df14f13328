package io.realmgate.agent.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.testkit.Captures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureDecoderTest {
    private static final int SYN = 2;
    private static final int ACK = 16;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void messagesAreFoundInEitherByteOrder(boolean littleEndian) throws Exception {
        Captures capture = new Captures(littleEndian, 1);
        capture.packet(ethernet(Captures.tcp(4000, 3868, 100, SYN, new byte[0])));
        capture.packet(ethernet(Captures.tcp(4000, 3868, 101, ACK, join(message(1), message(2)))));
        assertThat(decode(capture.octets())).containsExactly(1, 2);
    }

    @Test
    void segmentsAreOrderedJoinedAndTakenOnce() throws Exception {
        byte[] all = join(message(1), message(2), message(3));
        Captures capture = new Captures(true, 101);
        capture.packet(Captures.ipv4(6, Captures.tcp(4000, 3868, -11, SYN, new byte[0])));
        capture.packet(Captures.ipv4(6, Captures.tcp(4000, 3868, -10, ACK, Arrays.copyOf(all, 5))));
        capture.packet(segment(all, 20, all.length));
        capture.packet(segment(all, 5, 20));
        capture.packet(segment(all, 0, 30));
        assertThat(decode(capture.octets())).containsExactly(1, 2, 3);
    }

    @Test
    void aCaptureMayBeginInTheMiddleOfAConnection() throws Exception {
        Captures capture = new Captures(true, 101);
        capture.packet(Captures.ipv4(6, Captures.tcp(4000, 3868, 5000, ACK, new byte[] {7, 7, 7, 7})));
        capture.packet(Captures.ipv4(6, Captures.tcp(4000, 3868, 5004, ACK, message(4))));
        assertThat(decode(capture.octets())).containsExactly(4);
    }

    @Test
    void otherTrafficIsPassedOver() throws Exception {
        Captures capture = new Captures(true, 1);
        capture.packet(Captures.ethernet(0x0806, Unpooled.wrappedBuffer(new byte[28])));
        capture.packet(ethernet(Captures.tcp(5000, 80, 1, SYN, new byte[0])));
        capture.packet(
                ethernet(Captures.tcp(5000, 80, 2, ACK, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII))));
        capture.packet(ethernet(Captures.tcp(4000, 3868, 9, ACK, message(5))));
        assertThat(decode(capture.octets())).containsExactly(5);
    }

    @Test
    void ipVersionSixIsReadPastItsOptions() throws Exception {
        Captures capture = new Captures(true, 101);
        capture.packet(Captures.ipv6(6, Captures.tcp(4000, 3868, 1, ACK, message(6))));
        assertThat(decode(capture.octets())).containsExactly(6);
    }

    @Test
    void sctpMessagesMayBeInPieces() throws Exception {
        byte[] whole = message(8);
        Captures capture = new Captures(true, 101);
        capture.packet(Captures.ipv4(132, Captures.sctp(3, message(7))));
        capture.packet(Captures.ipv4(132, Captures.sctp(2, Arrays.copyOf(whole, 12))));
        capture.packet(Captures.ipv4(132, Captures.sctp(1, Arrays.copyOfRange(whole, 12, whole.length))));
        assertThat(decode(capture.octets())).containsExactly(7, 8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNewerFormatIsRead(boolean littleEndian) throws Exception {
        Pcapng file = new Pcapng(littleEndian);
        file.section().interfaceOn(1, 9).block(0x0bad, new byte[5]).interfaceOn(101, 6);
        file.enhanced(0, 1_795_255_200_500_000_000L, ethernet(Captures.tcp(4000, 3868, 1, ACK, message(1))));
        file.enhanced(1, 1_795_255_200_250_000L, Captures.ipv4(6, Captures.tcp(4001, 3868, 1, ACK, message(2))));
        file.section().interfaceOn(101, 6);
        file.simple(Captures.ipv4(132, Captures.sctp(3, message(3))));
        List<String> seen = new ArrayList<>();
        CaptureDecoder.decode(
                new ByteArrayInputStream(file.octets()),
                (at, message) -> seen.add(at.packet() + " " + at.at() + " " + message.endToEnd()));
        assertThat(seen)
                .containsExactly(
                        "1 2026-11-21T10:00:00.500Z 1", "2 2026-11-21T10:00:00.250Z 2", "3 1970-01-01T00:00:00Z 3");
    }

    @Test
    void aBlockOfTheNewerFormatThatIsWrongSaysWhere() {
        byte[] file = new Pcapng(true).section().interfaceOn(1, 6).octets();
        assertThatThrownBy(() -> decode(Arrays.copyOf(file, file.length - 3)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("offset 28: a block ends early");
        byte[] described =
                new Pcapng(true).section().enhanced(2, 0, Unpooled.EMPTY_BUFFER).octets();
        assertThatThrownBy(() -> decode(described)).hasMessageContaining("interface 2");
        byte[] claims = new Pcapng(true).section().octets();
        claims[7] = 1;
        assertThatThrownBy(() -> decode(claims)).hasMessageContaining("a block claims 16777244 octets");
    }

    @Test
    void aFileThatEndsEarlySaysWhere() {
        Captures capture = new Captures(true, 101);
        capture.packet(Captures.ipv4(6, Captures.tcp(4000, 3868, 1, ACK, message(9))));
        byte[] cut = Arrays.copyOf(capture.octets(), 60);
        assertThatThrownBy(() -> decode(cut))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("offset 40")
                .hasMessageContaining("20 are there");
    }

    private static ByteBuf segment(byte[] all, int from, int to) {
        return Captures.ipv4(6, Captures.tcp(4000, 3868, from - 10, ACK, Arrays.copyOfRange(all, from, to)));
    }

    private static ByteBuf ethernet(ByteBuf segment) {
        return Captures.ethernet(0x0800, Captures.ipv4(6, segment));
    }

    private static byte[] join(byte[]... parts) {
        ByteBuf all = Unpooled.wrappedBuffer(parts);
        byte[] octets = new byte[all.readableBytes()];
        all.readBytes(octets);
        return octets;
    }

    private static byte[] message(int endToEnd) {
        ByteBuf out = Unpooled.buffer();
        MessageWriter.begin(out, DiameterMessage.FLAG_REQUEST, 280, 0, 0, endToEnd)
                .text(AvpCodes.ORIGIN_HOST, "a.example")
                .end();
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets);
        return octets;
    }

    private static List<Integer> decode(byte[] file) throws IOException, MalformedInputException {
        List<Integer> found = new ArrayList<>();
        CaptureDecoder.decode(new ByteArrayInputStream(file), (seen, message) -> found.add(message.endToEnd()));
        return found;
    }
}
