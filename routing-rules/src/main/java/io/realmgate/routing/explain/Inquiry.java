package io.realmgate.routing.explain;

import org.jspecify.annotations.Nullable;

/**
 * A message that somebody asks about, and what is known of the way that it came.
 *
 * @param from identity of the peer that it comes from, in lower case
 * @param listener name of the listener that this peer connected to; null for what its connection says, if it has one
 * @param answer what there is to know besides if it is an answer; null for a request
 * @param octets the whole message, from its header on; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: it is asked about and forgotten.
public record Inquiry(
        String from, @Nullable String listener, @Nullable OfAnswer answer, byte[] octets) {

    /**
     * What there is to know about an answer besides.
     *
     * @param askedBy identity of the peer that it goes back to, in lower case
     * @param request the whole message that it answers, as it came from there; null if it is not known
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record OfAnswer(String askedBy, byte @Nullable [] request) {}
}
