package io.realmgate.routing.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a rule changes in the messages that it sends on (RFC 6733 2.8.2), each list in the order in which it is done.
 *
 * @param request in the request, on its way to the next hop
 * @param answer in the answer that comes for it, on its way back
 */
public record Edits(List<Edit> request, List<Edit> answer) {

    /** Of a relay (RFC 6733 2.8.1). */
    public static final Edits NONE = new Edits(List.of(), List.of());

    public Edits {
        request = List.copyOf(request);
        answer = List.copyOf(answer);
    }

    /** These, and then those of {@code next}. */
    public Edits then(Edits next) {
        return new Edits(
                Stream.concat(request.stream(), next.request.stream()).toList(),
                Stream.concat(answer.stream(), next.answer.stream()).toList());
    }

    /** Whether messages pass as they are. */
    public boolean isEmpty() {
        return request.isEmpty() && answer.isEmpty();
    }
}
