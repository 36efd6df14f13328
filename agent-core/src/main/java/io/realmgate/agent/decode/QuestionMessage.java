package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.routing.explain.Question;
import io.realmgate.routing.model.ResultValue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The messages that are asked about. */
public final class QuestionMessage {
    private static final int LONGEST_NAME = 255;

    private QuestionMessage() {}

    /**
     * A request, or an answer, that has the fields of {@code question} and nothing else.
     *
     * @param avps whole AVPs that it has besides, padded
     */
    public static byte[] of(Question question, byte[] avps) {
        ByteBuf bytes = Unpooled.buffer(256);
        Question.OfAnswer answer = question.answer();
        int flags = DiameterMessage.FLAG_PROXIABLE | (answer == null ? DiameterMessage.FLAG_REQUEST : 0);
        MessageWriter writer = MessageWriter.begin(bytes, flags, question.command(), question.application(), 0, 0);
        put(writer, AvpCodes.SESSION_ID, question.sessionId());
        if (answer != null && answer.result() != null) {
            put(writer, answer.result());
        }
        put(writer, AvpCodes.ORIGIN_HOST, question.originHost());
        put(writer, AvpCodes.ORIGIN_REALM, question.originRealm());
        put(writer, AvpCodes.DESTINATION_REALM, question.destinationRealm());
        put(writer, AvpCodes.DESTINATION_HOST, question.destinationHost());
        put(writer, AvpCodes.USER_NAME, question.userName());
        bytes.writeBytes(avps);
        writer.end();
        return ByteBufUtil.getBytes(bytes);
    }

    private static void put(MessageWriter writer, ResultValue result) {
        if (result.vendor() == 0) {
            writer.unsigned32(AvpCodes.RESULT_CODE, result.code());
            return;
        }
        int group = writer.beginGroup(AvpCodes.EXPERIMENTAL_RESULT, AvpCursor.FLAG_MANDATORY, 0);
        writer.unsigned32(AvpCodes.VENDOR_ID, result.vendor());
        writer.unsigned32(AvpCodes.EXPERIMENTAL_RESULT_CODE, result.code());
        writer.endGroup(group);
    }

    private static void put(MessageWriter writer, int code, @Nullable String value) {
        if (value != null) {
            writer.text(code, value);
        }
    }

    /** The one whole message that {@code octets} are. */
    public static byte[] whole(byte[] octets) throws MalformedInputException {
        int[] messages = {0};
        MessageCutter.cut(Unpooled.wrappedBuffer(octets), message -> messages[0]++);
        if (messages[0] != 1) {
            throw new MalformedInputException(messages[0] + " messages, where one is asked about");
        }
        return octets;
    }

    /** The Origin-Host of a message in lower case, if it has one that may be a name. */
    public static Optional<String> originHost(byte[] message) {
        DiameterMessage view = new DiameterMessage().wrap(Unpooled.wrappedBuffer(message), 0, message.length);
        return originHost(view);
    }

    static Optional<String> originHost(DiameterMessage message) {
        AvpCursor cursor = new AvpCursor().over(message);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.ORIGIN_HOST) && cursor.dataLength() > 0 && cursor.dataLength() <= LONGEST_NAME) {
                String name = cursor.bytes()
                        .toString(cursor.dataStart(), cursor.dataLength(), StandardCharsets.US_ASCII)
                        .toLowerCase(Locale.ROOT);
                return name.chars().allMatch(c -> c > ' ' && c < 0x7f) ? Optional.of(name) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
