package io.realmgate.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.simulate.message.AvpId;
import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Result;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AnswerBuilderTest {
    private static final AvpId PROXY_INFO = AvpId.base(AvpCodes.PROXY_INFO);
    private static final int S6A = 16777251;
    private static final int ULR = 316;

    @Test
    void proxyInfoIsCopiedAsItStands() {
        ByteBuf out = Unpooled.buffer();
        MessageWriter writer = begin(out, S6A, ULR);
        for (String host : new String[] {"a.example", "bb.example"}) {
            int group = writer.beginGroup(AvpCodes.PROXY_INFO, AvpCursor.FLAG_MANDATORY, 0);
            writer.text(AvpCodes.PROXY_HOST, host).bytes(AvpCodes.PROXY_STATE, new byte[] {1, 2, 3});
            writer.endGroup(group);
        }
        writer.end();
        CapturedMessage request = captured(out);
        CapturedMessage answer = answer(request, Result.NONE);
        assertThat(answer.result()).isEqualTo(Result.SUCCESS);
        assertThat(answer.texts(PROXY_INFO)).hasSize(2).isEqualTo(request.texts(PROXY_INFO));
        assertThat(answer(request, new Result(3004, 0)).texts(PROXY_INFO)).isEqualTo(request.texts(PROXY_INFO));
    }

    @Test
    void aForeignApplicationIsAProtocolError() {
        ByteBuf out = Unpooled.buffer();
        begin(out, 424242, ULR).end();
        CapturedMessage answer = answer(captured(out), Result.NONE);
        assertThat(answer.result().code()).isEqualTo(3007);
        assertThat(answer.view().isError()).isTrue();
    }

    @Test
    void aLengthThatCannotBeIsAnsweredWithTheFailedAvp() {
        ByteBuf out = Unpooled.buffer();
        MessageWriter writer = begin(out, S6A, ULR);
        int at = out.writerIndex();
        writer.text(AvpCodes.USER_NAME, "001010000000001").end();
        out.setMedium(at + 5, 4000);
        CapturedMessage answer = answer(captured(out), Result.NONE);
        assertThat(answer.result().code()).isEqualTo(5014);
        assertThat(answer.has(AvpId.base(AvpCodes.FAILED_AVP))).isTrue();
        assertThat(answer.text(BaseAvps.SESSION_ID)).isEqualTo("s;1;1");
    }

    @Test
    void theAnswerKeepsIdentifiersAndProxiableBit() {
        ByteBuf out = Unpooled.buffer();
        begin(out, S6A, ULR).end();
        DiameterMessage answer = answer(captured(out), Result.NONE).view();
        assertThat(Arrays.asList(answer.hopByHop(), answer.endToEnd())).containsExactly(7, 8);
        assertThat(answer.isProxiable()).isTrue();
        assertThat(answer.isRequest()).isFalse();
    }

    private static MessageWriter begin(ByteBuf out, int application, int command) {
        int flags = DiameterMessage.FLAG_REQUEST | DiameterMessage.FLAG_PROXIABLE;
        return MessageWriter.begin(out, flags, command, application, 7, 8).text(AvpCodes.SESSION_ID, "s;1;1");
    }

    private static CapturedMessage captured(ByteBuf out) {
        return CapturedMessage.copyOf(out, 0, out.writerIndex());
    }

    private static CapturedMessage answer(CapturedMessage request, Result wanted) {
        ByteBuf out = Unpooled.buffer();
        new AnswerBuilder(Nodes.server(), new OpenSessions()).write(out, request, wanted);
        return captured(out);
    }
}
