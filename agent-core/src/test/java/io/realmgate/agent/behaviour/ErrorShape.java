package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What every error answer of ours must look like (RFC 6733 7.2), whatever its code. */
final class ErrorShape {
    /** Nothing that an error answer says may name our peers, groups, realms or rules. */
    private static final List<String> SECRETS =
            List.of("hss", "home", "visited", "client", "group", "rule", "agent", "transit", "peer", "example");

    private static final TestAvp[] PROXIES = {
        TestAvp.group(284, TestAvp.text(280, "p1.visited.example"), TestAvp.text(33, "one")),
        TestAvp.group(284, TestAvp.text(280, "p2.visited.example"), TestAvp.text(33, "twenty-two")),
    };

    private ErrorShape() {}

    /** A request with all that an error answer has to copy. */
    static Ask full(Ask ask) {
        return ask.with(PROXIES);
    }

    static List<TestAvp> proxies() {
        return List.of(PROXIES);
    }

    /** Checks the answer to {@code sent}; the caller looks at the Failed-AVP. */
    static void check(RawMessage answer, byte[] sent, int code) {
        ByteBuffer request = ByteBuffer.wrap(sent);
        int flags = sent[4];
        assertThat(answer.resultCode()).as("Result-Code of %s", answer).isEqualTo(code);
        assertThat(answer.command()).isEqualTo(request.getInt(4) & 0xffffff);
        assertThat(answer.application()).isEqualTo(request.getInt(8));
        assertThat(answer.hopByHop()).isEqualTo(request.getInt(12));
        assertThat(answer.endToEnd()).isEqualTo(request.getInt(16));
        int error = code / 1000 == 4 ? 0 : Ask.E;
        assertThat(answer.flags())
                .as("P as in the request, E by the class of the code, nothing else (%d)", code)
                .isEqualTo(flags & Ask.P | error);
        assertThat(answer.avp(264).text()).isEqualTo(TestAgent.IDENTITY);
        assertThat(answer.avp(296).text()).isEqualTo(TestAgent.REALM);
        assertThat(answer.all(282)).isEmpty();
        assertThat(answer.all(283)).isEmpty();
        RawAvp text = answer.avp(281);
        assertThat(text.flags()).as("RFC 6733 4.5: no M bit on Error-Message").isZero();
        assertThat(text.text()).isNotBlank();
        String lower = text.text().toLowerCase(Locale.ROOT).replace("destination-realm", "");
        SECRETS.forEach(secret -> assertThat(lower).doesNotContain(secret));
    }

    /** Checks that Session-Id and Proxy-Info came back, where they belong. */
    static void checkCopies(RawMessage answer, byte[] sent) {
        RawMessage request = new RawMessage(firstPart(sent));
        assertThat(answer.avps().get(0).bytes()).isEqualTo(request.avp(263).bytes());
        List<RawAvp> proxies = answer.all(284);
        assertThat(proxies.stream().map(RawAvp::toString).toList())
                .isEqualTo(request.all(284).stream().map(RawAvp::toString).toList());
        List<RawAvp> all = answer.avps();
        assertThat(all.get(all.size() - 1).code())
                .as("Proxy-Info is the end of the grammar of 7.2")
                .isEqualTo(284);
    }

    /** As far as it can be read: a broken request up to its fault, with a correct header. */
    private static byte[] firstPart(byte[] sent) {
        ByteBuffer bytes = ByteBuffer.wrap(sent);
        List<TestAvp> avps = new ArrayList<>();
        for (int at = 20; at + 8 <= sent.length; ) {
            int length = bytes.getInt(at + 4) & 0xffffff;
            int header = sent[at + 4] < 0 ? 12 : 8;
            if (length < header || at + length > sent.length) {
                break;
            }
            avps.add(TestAvp.raw(
                    bytes.getInt(at),
                    sent[at + 4] & 0xff,
                    header == 12 ? bytes.getInt(at + 8) : 0,
                    java.util.Arrays.copyOfRange(sent, at + header, at + length)));
            at += (length + 3) / 4 * 4;
        }
        return TestMessage.of(0xc0, 1, 1, 1, 1, avps);
    }
}
