package io.realmgate.agent.decode;

import io.netty.buffer.ByteBufUtil;
import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.decode.CaptureDecoder.Seen;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a capture and who sent each: by the CER or CEA of its connection, else by the only identity that was seen
 * at its address. What is between neighbours (CER, DWR, DPR) is left out. Keeps no more than a bounded number of
 * connections in mind. Of one thread.
 */
public final class CaptureMessages {
    private static final int MOST_ENDPOINTS = 1 << 16;
    private static final String SEVERAL = "";

    private final Sink sink;
    private final Map<String, String> endpoints = bounded();
    private final Map<String, String> addresses = bounded();

    /**
     * A message.
     *
     * @param from identity of the node that sent it, in lower case; null when the capture does not tell
     * @param to the same of the node that it was sent to
     */
    public record Captured(
            Seen seen, @Nullable String from, @Nullable String to, DiameterMessage message) {

        /** Its octets. */
        public byte[] octets() {
            return ByteBufUtil.getBytes(message.bytes(), message.start(), message.length());
        }

        /** Who is taken to have sent it when the capture does not tell: {@code otherwise}, else its Origin-Host. */
        public Optional<String> fromOr(@Nullable String otherwise) {
            String known = from == null ? otherwise : from;
            return known == null ? QuestionMessage.originHost(message) : Optional.of(known);
        }
    }

    /** Who gets the messages, in their order; each is valid during its call only. */
    @FunctionalInterface
    public interface Sink {
        void request(Captured request);

        default void answer(Captured answer) {}
    }

    CaptureMessages(Sink sink) {
        this.sink = sink;
    }

    /** Reads a whole capture file. */
    public static void read(InputStream file, Sink sink) throws IOException, MalformedInputException {
        CaptureDecoder.decode(file, new CaptureMessages(sink)::message);
    }

    private static Map<String, String> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > MOST_ENDPOINTS;
            }
        };
    }

    void message(Seen seen, DiameterMessage message) {
        if (message.application() == Applications.COMMON && Commands.isPeerToPeer(message.command())) {
            if (message.command() == Commands.CAPABILITIES_EXCHANGE) {
                QuestionMessage.originHost(message).ifPresent(identity -> learn(seen.source(), identity));
            }
            return;
        }
        Captured one = new Captured(seen, at(seen.source()), at(seen.destination()), message);
        if (message.isRequest()) {
            sink.request(one);
        } else {
            sink.answer(one);
        }
    }

    private void learn(String endpoint, String identity) {
        endpoints.put(endpoint, identity);
        addresses.merge(address(endpoint), identity, (known, other) -> known.equals(other) ? known : SEVERAL);
    }

    private @Nullable String at(String endpoint) {
        String known = endpoints.get(endpoint);
        String only = known == null ? addresses.get(address(endpoint)) : known;
        return SEVERAL.equals(only) ? null : only;
    }

    private static String address(String endpoint) {
        return endpoint.substring(0, endpoint.lastIndexOf(':'));
    }
}
