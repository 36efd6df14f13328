package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.ErrorAnswer.Reason;
import io.realmgate.agent.testkit.Fenced;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is wrong with a request, what is answered is right. */
class ErrorAnswerFuzzTest {
    private final ErrorAnswer errors = new ErrorAnswer("dra1.transit.example");
    private final RoutingAvps avps = new RoutingAvps();

    @Property
    void anyRequestGetsAWellFormedAnswer(@ForAll("hostile") byte[] request) {
        DiameterMessage view = new DiameterMessage().wrap(Fenced.exact(request), 0, request.length);
        int fault = avps.scan(view);
        Reason reason =
                fault == 0 ? new Reason(3002, "text") : new Reason(fault, "t", avps.faultStart(), avps.faultLength());
        ByteBuf out = Unpooled.buffer();
        byte[] answer = new byte
                [errors.write(out, view, 5, Originator.of("dra1.transit.example", "transit.example", 1), reason)];
        out.readBytes(answer);

        ReferenceParser.Walk told = ReferenceParser.walk(answer, 20, answer.length);
        assertThat(told.brokenAt()).isEqualTo(-1);
        assertThat(answer.length % 4).isZero();
        assertThat(codes(told)).isEqualTo(expectedCodes(request, fault));
        assertThat(copies(answer, told, 284))
                .isEqualTo(copies(request, ReferenceParser.walk(request, 20, request.length), 284));
        for (ReferenceParser.Avp avp : told.avps()) {
            if (avp.code() == 279) {
                ReferenceParser.Walk failed = ReferenceParser.walk(answer, avp.dataStart(), avp.start() + avp.length());
                assertThat(failed.avps()).hasSize(1);
                assertThat(failed.brokenAt()).isEqualTo(-1);
            }
        }
    }

    private static List<Integer> expectedCodes(byte[] request, int fault) {
        List<Integer> codes = new ArrayList<>();
        ReferenceParser.Walk asked = ReferenceParser.walk(request, 20, request.length);
        if (!copies(request, asked, 263).isEmpty()) {
            codes.add(263);
        }
        codes.addAll(List.of(264, 296, 268, 278, 281));
        if (fault != 0) {
            codes.add(279);
        }
        copies(request, asked, 284).forEach(copy -> codes.add(284));
        return codes;
    }

    private static List<Integer> codes(ReferenceParser.Walk walk) {
        return walk.avps().stream().map(ReferenceParser.Avp::code).toList();
    }

    private static List<String> copies(byte[] bytes, ReferenceParser.Walk walk, int code) {
        return walk.avps().stream()
                .filter(avp -> avp.code() == code && !avp.hasVendor())
                .map(avp -> Arrays.toString(Arrays.copyOfRange(bytes, avp.start(), avp.start() + avp.length())))
                .toList();
    }

    @Provide
    Arbitrary<byte[]> hostile() {
        return Hostility.messages();
    }
}
