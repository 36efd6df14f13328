package io.realmgate.agent.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.codec.ResultCodes;
import java.nio.ByteBuffer;

/**
 * What the answers of one server say behind their Session-Id: the result, then the server's number as Origin-State-Id, by
 * which a client knows whose answer it compares. Immutable.
 */
final class AnswerTemplate {
    /** Where the Result-Code AVP begins. */
    static final int RESULT = 0;

    /** Where the value of Result-Code stands. */
    static final int RESULT_VALUE = RESULT + 8;

    /** Where the number of the server stands. */
    static final int SERVER_VALUE = RESULT_VALUE + 4 + 8;

    private final ByteBuffer bytes;
    private final int length;

    /** @param room octets to fill, if the content leaves any free */
    AnswerTemplate(int server, String identity, String realm, int room) {
        ByteBuf out = Unpooled.buffer(1024);
        MessageWriter.fragment(out)
                .unsigned32(AvpCodes.RESULT_CODE, ResultCodes.SUCCESS)
                .unsigned32(AvpCodes.ORIGIN_STATE_ID, server)
                .text(AvpCodes.ORIGIN_HOST, identity)
                .text(AvpCodes.ORIGIN_REALM, realm);
        length = RequestTemplate.pad(out, out.writerIndex(), room);
        bytes = ByteBuffer.allocateDirect(length);
        out.getBytes(0, bytes);
        bytes.clear();
    }

    /** Octets for an answer to fill that has {@code size} in all and a Session-Id AVP of {@code session} octets. */
    static int room(int size, int session) {
        return size - DiameterMessage.HEADER_LENGTH - (session + 3 & ~3);
    }

    int length() {
        return length;
    }

    ByteBuffer bytes() {
        return bytes;
    }
}
