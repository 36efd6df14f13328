package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.ErrorAnswer.Reason;
import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorAnswerTest {
    private static final TestAvp SESSION = TestAvp.text(263, "mme;1;2");
    private static final TestAvp THEIRS = TestAvp.group(284, TestAvp.text(280, "other"), TestAvp.of(33, (byte) 9));
    private static final TestAvp OURS = TestAvp.group(284, TestAvp.text(280, "DRA1.example"), TestAvp.of(33));

    private final ErrorAnswer errors = new ErrorAnswer("dra1.example");

    @Test
    void saysWhoFailedAndWhyInTheOrderOfTheGrammar() {
        byte[] request = TestMessage.request(TestAvp.text(264, "mme"), THEIRS, OURS, SESSION, THEIRS, SESSION);
        byte[] answer = write(request, new Reason(3002, "Unable to deliver"));
        assertThat(hex(answer)).isEqualTo(hex(expected(0x60, 3002, "Unable to deliver", List.of(THEIRS, THEIRS))));
    }

    @ParameterizedTest
    @CsvSource({"0xc0, 3005, 0x60", "0x80, 3001, 0x20", "0xd0, 5012, 0x60", "0xc0, 4003, 0x40", "0xff, 3008, 0x60"})
    void keepsOnlyTheProxiableBitAndSetsTheErrorBit(int requestFlags, int code, int flags) {
        byte[] request = TestMessage.of(requestFlags, 316, 16777251, 1, 0x0a0b0c0d, List.of(SESSION));
        assertThat(hex(write(request, new Reason(code, "x")))).isEqualTo(hex(expected(flags, code, "x", List.of())));
    }

    @Test
    void showsTheAvpThatIsAtFault() {
        TestAvp second = TestAvp.text(293, "b.home.example");
        byte[] request = TestMessage.request(SESSION, TestAvp.text(293, "a"), second);
        int at = 20 + 16 + 12;
        byte[] answer = write(request, new Reason(5009, "x", at, 22));
        TestAvp failed = TestAvp.group(279, second);
        assertThat(hex(answer)).isEqualTo(hex(expected(0x60, 5009, "x", List.of(failed))));
    }

    @ParameterizedTest
    @CsvSource({"0000010b400fffff, 0000010b40000008", "0000, 0000000000000008", "0000010bc0, 0000010bc000000c00000000"})
    void showsOfALengthThatLiesOnlyAHeaderFilledUpWithZeros(String torn, String shown) {
        byte[] whole = TestMessage.request(SESSION);
        byte[] end = ByteBufUtil.decodeHexDump(torn);
        byte[] request = Arrays.copyOf(whole, whole.length + end.length);
        System.arraycopy(end, 0, request, whole.length, end.length);

        byte[] answer = write(request, new Reason(5014, "x", whole.length, end.length));

        TestAvp failed = TestAvp.of(279, ByteBufUtil.decodeHexDump(shown));
        assertThat(hex(answer)).isEqualTo(hex(expected(0x60, 5014, "x", List.of(failed))));
    }

    @Test
    void canAnswerARequestWithoutAnyAvp() {
        byte[] answer = write(TestMessage.request(), new Reason(3007, "x"));
        assertThat(ReferenceParser.walk(answer, 20, answer.length).avps())
                .extracting(ReferenceParser.Avp::code)
                .containsExactly(264, 296, 268, 278, 281);
    }

    private static byte[] expected(int flags, int code, String text, List<TestAvp> last) {
        List<TestAvp> avps = new java.util.ArrayList<>(List.of(
                SESSION,
                TestAvp.text(264, "dra1.example"),
                TestAvp.text(296, "example"),
                TestAvp.u32(268, code),
                TestAvp.u32(278, 77),
                TestAvp.raw(281, 0, 0, text.getBytes(StandardCharsets.UTF_8))));
        avps.addAll(last);
        return TestMessage.of(flags, 316, 16777251, 4711, 0x0a0b0c0d, avps);
    }

    private byte[] write(byte[] request, Reason reason) {
        ByteBuf out = Unpooled.buffer().writeLong(0);
        DiameterMessage view = new DiameterMessage().wrap(Fenced.exact(request), 0, request.length);
        int length = errors.write(out, view, 4711, Originator.of("dra1.example", "example", 77), reason);
        byte[] answer = new byte[length];
        out.skipBytes(8).readBytes(answer);
        assertThat(out.isReadable()).isFalse();
        return answer;
    }

    private static String hex(byte[] bytes) {
        return ByteBufUtil.hexDump(bytes);
    }
}
