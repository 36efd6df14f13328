package io.realmgate.agent.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a whole stream into what {@link RecordingSink} must have written down once the stream has arrived. */
final class ReferenceFramer {
    /**
     * @param waiting octets behind the last event that wait for more
     * @param skipping whether the rest of an oversized message is still to come
     * @param broken whether nobody can tell where the next message begins
     */
    record Cut(List<String> events, int waiting, boolean skipping, boolean broken) {}

    private ReferenceFramer() {}

    static Cut cut(byte[] stream, int maxMessage) {
        List<String> events = new ArrayList<>();
        int at = 0;
        while (stream.length - at >= 4) {
            int length = ((stream[at + 1] & 0xff) * 256 + (stream[at + 2] & 0xff)) * 256 + (stream[at + 3] & 0xff);
            boolean oversized = length > maxMessage;
            if (length < 20 || oversized && stream[at] != 1) {
                events.add("broken");
                return new Cut(events, 0, false, true);
            }
            int needed = oversized ? Math.min(4096, length) : length;
            if (stream.length - at < needed) {
                break;
            }
            byte[] kept = Arrays.copyOfRange(stream, at, at + needed);
            events.add(oversized ? RecordingSink.oversized(length, kept) : RecordingSink.message(kept));
            if (stream.length - at < length) {
                return new Cut(events, 0, true, false);
            }
            at += length;
        }
        return new Cut(events, stream.length - at, false, false);
    }
}
