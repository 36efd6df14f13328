package io.realmgate.routing.explain;

import io.realmgate.routing.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a message, and why.
 *
 * @param from identity of the peer that it comes from, in lower case
 * @param notes what happens to it besides, in words for people, each a line
 * @param rules which rule decides, and why those before it do not; null when the message is refused before that
 * @param candidates the peers that could take it; empty when it is answered without asking for any, and for an answer
 */
public record Answer(
        String from,
        List<String> notes,
        @Nullable Explanation rules,
        List<CandidateState> candidates,
        Verdict verdict) {

    public Answer {
        notes = List.copyOf(notes);
        candidates = List.copyOf(candidates);
    }

    /**
     * A peer that could take the request.
     *
     * @param usable whether it can now
     * @param why it cannot, or was chosen or passed over
     */
    public record CandidateState(String identity, boolean usable, String why) {}

    /** What comes of it in the end. */
    public sealed interface Verdict {

        /**
         * It is sent on; the next one may go to another peer, as the group says.
         *
         * @param to identity of the peer
         * @param hex the octets that leave, with 0 in the place of the hop-by-hop identifier, which is set then
         */
        record Sent(String to, String hex) implements Verdict {}

        /**
         * It is answered with an error.
         *
         * @param because why it is refused whatever the rules say, or null
         */
        record Answered(int resultCode, @Nullable String because) implements Verdict {}

        /** It is dropped without an answer, as a rule says. */
        record Discarded() implements Verdict {}

        /** It is none that is routed at all. */
        record NotRouted(String why) implements Verdict {}
    }

    /** The Result-Code of the error that it is answered with, 0 when it is not. */
    public int resultCode() {
        return verdict instanceof Verdict.Answered answered ? answered.resultCode() : 0;
    }

    /** Identity of the peer that it is sent to, or null. */
    public @Nullable String next() {
        return verdict instanceof Verdict.Sent sent ? sent.to() : null;
    }
}
