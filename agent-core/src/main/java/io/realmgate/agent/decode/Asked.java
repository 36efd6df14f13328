package io.realmgate.agent.decode;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.routing.explain.Inquiry;
import io.realmgate.routing.explain.Question;
import io.realmgate.routing.explain.Way;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One message that is asked about, as it was given: by its fields, in hex or out of a capture.
 *
 * @param packet number of the packet of a capture that completed it, 0 for none
 */
public record Asked(int packet, Inquiry inquiry) {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F\\s:]+");

    /**
     * A message that is made of fields.
     *
     * @param avps whole AVPs that it has besides, padded
     */
    public static Asked of(Question question, byte[] avps) {
        Question.OfAnswer answer = question.answer();
        return new Asked(
                0,
                new Inquiry(
                        question.from(),
                        question.listener(),
                        answer == null ? null : new Inquiry.OfAnswer(answer.askedBy(), null),
                        QuestionMessage.of(question, avps)));
    }

    /** A whole message; it comes from its Origin-Host if nobody says otherwise. */
    public static Asked ofHex(Way way, String hex) throws MalformedInputException {
        byte[] octets = QuestionMessage.whole(HexText.parse(hex));
        boolean request = new DiameterMessage()
                .wrap(Unpooled.wrappedBuffer(octets), 0, octets.length)
                .isRequest();
        if (request && way.askedBy() != null) {
            throw new MalformedInputException("it is a request: \"asked-by\" is for answers");
        }
        if (!request && way.listener() != null) {
            throw new MalformedInputException("it is an answer: \"listener\" is for requests");
        }
        String from = sender("it", way.from(), QuestionMessage.originHost(octets));
        return new Asked(
                0,
                new Inquiry(
                        from,
                        way.listener(),
                        request ? null : new Inquiry.OfAnswer(asker("it is an answer", way.askedBy()), null),
                        octets));
    }

    /**
     * The messages of one captured packet.
     *
     * @param packet an Ethernet frame or an IP packet, in hex or base64
     * @param self whose answers and connections these are
     */
    public static List<Asked> ofPacket(Way way, String packet, OwnSide self) throws MalformedInputException {
        byte[] octets = HEX.matcher(packet).matches() ? HexText.parse(packet) : base64(packet);
        AskedPacket found = new AskedPacket(1, way, self);
        CaptureDecoder.decode(octets, new CaptureMessages(found)::message);
        return found.asked("the packet holds no whole message");
    }

    /**
     * The messages that a packet of a capture file completes.
     *
     * @param way how those came of which the file does not tell
     * @param frame number of the packet from 1, 0 for the first that completes a request
     * @param self whose answers and connections these are
     */
    public static List<Asked> ofCapture(Way way, InputStream file, int frame, OwnSide self)
            throws IOException, MalformedInputException {
        AskedPacket found = new AskedPacket(frame, way, self);
        CaptureMessages.read(file, found);
        return found.asked(
                frame == 0
                        ? "no packet completes a request" + found.answers()
                        : "packet " + frame + " completes no message; these do: " + found.others());
    }

    /** The octets that {@code text} stands for. */
    public static byte[] base64(String text) throws MalformedInputException {
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("neither hex nor base64: " + e.getMessage());
        }
    }

    static String sender(String what, @Nullable String said, Optional<String> originHost)
            throws MalformedInputException {
        if (said != null) {
            return said;
        }
        return originHost.orElseThrow(
                () -> new MalformedInputException(what + " has no Origin-Host: say with \"from\" whom it comes from"));
    }

    static String asker(String what, @Nullable String said) throws MalformedInputException {
        if (said == null) {
            throw new MalformedInputException(what + ": say with \"asked-by\" whom it goes back to");
        }
        return said;
    }
}
