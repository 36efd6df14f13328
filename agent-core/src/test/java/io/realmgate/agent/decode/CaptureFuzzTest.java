package io.realmgate.agent.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.testkit.Captures;
import io.realmgate.routing.dictionary.Dictionary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a capture or a text of octets says, reading it ends with messages or with what is wrong, and takes memory in proportion
 * to its length. {@code -Drealmgate.fuzz.cases} tries more of each, {@code -Drealmgate.fuzz.seed} others.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class CaptureFuzzTest {
    private static final int CASES = Integer.getInteger("realmgate.fuzz.cases", 5_000);
    private static final long SEED = Long.getLong("realmgate.fuzz.seed", 0);
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Octets, allocated and mostly given back at once. */
    private static final long MEMORY_FOR_NOTHING = 8 << 20;

    private static final long MEMORY_FOR_OCTET = 3_000;
    private static final int ACK = 16;
    private static final List<byte[]> FILES = files();
    private static final List<String> TEXTS = List.of(
            "01000014 80000118 # its header\n00000000 00000001\n",
            "00000000: 0100 0014 8000 0118 0000 0000 0000 0001  ................\n",
            "0000  01 00 00 14 80 00 01 18  ........\n0008  00 00 00 00 00 00 00 01  ...#....\n",
            "0x01000014 0x80000118, 0x00000000 01:02:03\n");

    private int messages;

    private static List<byte[]> files() {
        Captures ethernet = new Captures(true, 1);
        Captures raw = new Captures(false, 101);
        Pcapng newer = new Pcapng(true).section().interfaceOn(1, 9).interfaceOn(101, 6);
        for (int i = 0; i < 3; i++) {
            ByteBuf tcp = Captures.ipv4(6, Captures.tcp(4000 + i, 3868, i, ACK, message(i)));
            ethernet.packet(Captures.ethernet(0x0800, tcp.duplicate()));
            raw.packet(tcp.duplicate());
            raw.packet(Captures.ipv6(6, Captures.tcp(4000, 3868, i, ACK, message(i))));
            raw.packet(Captures.ipv4(132, Captures.sctp(i == 0 ? 3 : i, message(i))));
            newer.enhanced(1, 1_795_255_200_250_000L + i, tcp.duplicate()).simple(tcp.duplicate());
        }
        return List.of(ethernet.octets(), raw.octets(), newer.octets());
    }

    private static byte[] message(int endToEnd) {
        ByteBuf out = Unpooled.buffer();
        MessageWriter.begin(out, DiameterMessage.FLAG_REQUEST, endToEnd == 0 ? 257 : 316, 16777251, 0, endToEnd)
                .text(AvpCodes.ORIGIN_HOST, "a.example")
                .end();
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets);
        return octets;
    }

    @Test
    void everyCaptureIsReadToItsEnd() {
        int right = 0;
        for (long n = SEED; n < SEED + CASES; n++) {
            byte[] file = withSlips(FILES.get((int) Math.floorMod(n, (long) FILES.size())), new Random(n));
            try {
                right += bounded(file.length, () -> captured(file)) ? 1 : 0;
            } catch (Throwable e) {
                throw new AssertionError("case " + n + ": " + Captures.hex(file), e);
            }
        }
        assertThat(right).isGreaterThan(CASES / 10);
        assertThat(messages).isGreaterThan(CASES / 10);
    }

    @Test
    void everyTextOfOctetsIsReadToItsEnd() {
        int right = 0;
        for (long n = SEED; n < SEED + CASES; n++) {
            Random random = new Random(n);
            String sound = TEXTS.get(random.nextInt(TEXTS.size())).repeat(1 + random.nextInt(3));
            String text = new String(
                    withSlips(sound.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), random),
                    java.nio.charset.StandardCharsets.ISO_8859_1);
            try {
                right += bounded(text.length(), () -> HexText.parse(text).length > 0) ? 1 : 0;
            } catch (Throwable e) {
                throw new AssertionError("case " + n + ": " + text, e);
            }
        }
        assertThat(right).isGreaterThan(CASES / 10);
    }

    @Test
    void longLinesOfOctets() throws Exception {
        int many = 500_000;
        for (String octet : List.of("01", "01 ", "0102 ", "01:", "0x01 ", " 01")) {
            assertThat(HexText.parse(octet.repeat(many))).hasSizeGreaterThanOrEqualTo(many);
            assertThat(HexText.parse("0000  " + octet.repeat(many))).hasSizeGreaterThanOrEqualTo(many);
        }
        assertThat(bounded(many, () -> HexText.parse("0000  " + "01 ".repeat(many) + "!").length > 0))
                .isFalse();
        assertThat(bounded(many, () -> HexText.parse("0000" + " ".repeat(many)).length > 0))
                .isTrue();
    }

    private interface Reading {
        boolean read() throws IOException, MalformedInputException;
    }

    /** Whether it is right; fails if it takes more than it may. */
    private static boolean bounded(int length, Reading reading) throws IOException {
        long before = MEMORY.getCurrentThreadAllocatedBytes();
        boolean right;
        try {
            right = reading.read();
        } catch (MalformedInputException e) {
            assertThat(e.getMessage()).containsAnyOf("offset ", "line ").hasSizeLessThan(500);
            right = false;
        }
        long taken = MEMORY.getCurrentThreadAllocatedBytes() - before;
        assertThat(taken).as("octets").isLessThan(MEMORY_FOR_NOTHING + MEMORY_FOR_OCTET * length);
        return right;
    }

    private boolean captured(byte[] file) throws IOException, MalformedInputException {
        MessageText text = new MessageText(Dictionary.standard());
        CaptureDecoder.decode(new ByteArrayInputStream(file), (seen, message) -> {
            messages++;
            assertThat(text.of(message)).endsWith("\n");
        });
        CaptureMessages.read(new ByteArrayInputStream(file), request -> request.fromOr(null));
        CaptureDecoder.decode(Arrays.copyOfRange(file, Math.min(40, file.length), file.length), (seen, message) -> {});
        return true;
    }

    private static byte[] withSlips(byte[] sound, Random random) {
        byte[] file = sound.clone();
        for (int slips = random.nextInt(5); slips > 0 && file.length > 0; slips--) {
            int at = random.nextInt(file.length);
            switch (random.nextInt(5)) {
                case 0 -> file[at] = (byte) random.nextInt(256);
                case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> file[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
                case 3 -> file = Arrays.copyOf(file, at);
                default -> {
                    int length = Math.min(random.nextInt(20), file.length - at);
                    System.arraycopy(file, at, file, random.nextInt(file.length - length + 1), length);
                }
            }
        }
        return file;
    }
}
