package io.realmgate.agent.decode;

import io.realmgate.agent.decode.CaptureRequests.Captured;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One message that is asked about, as it was given: in hex or out of a capture.
 *
 * @param packet number of the packet of a capture that completed it, 0 for none
 * @param from identity of the peer that it comes from, in lower case
 * @param octets from its header on; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: it is asked about and forgotten.
public record Asked(int packet, String from, byte[] octets) {
    private static final int MOST_NAMED = 10;
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F\\s:]+");

    /**
     * A whole message.
     *
     * @param from null for its Origin-Host
     */
    public static Asked ofHex(@Nullable String from, String hex) throws MalformedInputException {
        byte[] octets = QuestionMessage.whole(HexText.parse(hex));
        return new Asked(0, sender(0, from, QuestionMessage.originHost(octets)), octets);
    }

    /**
     * The requests of one captured packet.
     *
     * @param packet an Ethernet frame or an IP packet, in hex or base64
     */
    public static List<Asked> ofPacket(@Nullable String from, String packet) throws MalformedInputException {
        byte[] octets = HEX.matcher(packet).matches() ? HexText.parse(packet) : base64(packet);
        Collected found = new Collected(1, from);
        CaptureDecoder.decode(octets, new CaptureRequests(found)::message);
        return found.asked("the packet holds no whole request");
    }

    /**
     * The requests that a packet of a capture file completes.
     *
     * @param from who sent those whose connection has no CER in the file; null for their Origin-Host
     * @param frame number of the packet from 1, 0 for the first that completes a request
     */
    public static List<Asked> ofCapture(@Nullable String from, InputStream file, int frame)
            throws IOException, MalformedInputException {
        Collected found = new Collected(frame, from);
        CaptureRequests.read(file, found);
        return found.asked(
                frame == 0
                        ? "no packet completes a request"
                        : "packet " + frame + " completes no request; these do: " + found.others());
    }

    /** The octets that {@code text} stands for. */
    public static byte[] base64(String text) throws MalformedInputException {
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("neither hex nor base64: " + e.getMessage());
        }
    }

    private static String sender(int packet, @Nullable String from, Optional<String> originHost)
            throws MalformedInputException {
        if (from != null) {
            return from.toLowerCase(Locale.ROOT);
        }
        return originHost.orElseThrow(() -> new MalformedInputException((packet == 0 ? "it" : "packet " + packet)
                + " has no Origin-Host: say with \"from\" whom it comes from"));
    }

    /** Keeps the requests of one packet. */
    private static final class Collected implements CaptureRequests.Sink {
        private final @Nullable String otherwise;
        private final List<Asked> kept = new ArrayList<>();
        private final TreeSet<Integer> others = new TreeSet<>();
        private int frame;
        private @Nullable MalformedInputException nameless;

        Collected(int frame, @Nullable String otherwise) {
            this.frame = frame;
            this.otherwise = otherwise;
        }

        @Override
        public void request(Captured request) {
            int packet = request.seen().packet();
            frame = frame == 0 ? packet : frame;
            if (packet != frame) {
                if (others.size() < MOST_NAMED) {
                    others.add(packet);
                }
                return;
            }
            try {
                kept.add(new Asked(packet, sender(packet, null, request.fromOr(otherwise)), request.octets()));
            } catch (MalformedInputException e) {
                nameless = e;
            }
        }

        String others() {
            return others.isEmpty()
                    ? "none"
                    : others.stream().map(String::valueOf).collect(Collectors.joining(", "))
                            + (others.size() == MOST_NAMED ? ", …" : "");
        }

        List<Asked> asked(String otherwiseSay) throws MalformedInputException {
            if (nameless != null) {
                throw nameless;
            }
            if (kept.isEmpty()) {
                throw new MalformedInputException(otherwiseSay);
            }
            return kept;
        }
    }
}
