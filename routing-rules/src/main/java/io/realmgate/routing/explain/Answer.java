package io.realmgate.routing.explain;

import io.realmgate.routing.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a running agent would send a request, or an answer, now.
 *
 * @param notLetIn why the request is refused before any rule is asked, or null; then there are no candidates
 * @param rules which rule decides, and why those before it do not
 * @param candidates the peers that could take it; empty when it is answered without asking for any, and for an answer
 * @param next identity of the peer that it would go to, null for none; of an answer, the asker; the next time it may be another, as the group says
 * @param resultCode of the answer when there is none, else 0
 */
public record Answer(
        @Nullable String notLetIn,
        Explanation rules,
        List<CandidateState> candidates,
        @Nullable String next,
        int resultCode) {

    public Answer {
        candidates = List.copyOf(candidates);
    }

    /**
     * A peer that could take the request.
     *
     * @param usable whether it can now
     * @param why it cannot, or was chosen or passed over
     */
    public record CandidateState(String identity, boolean usable, String why) {}
}
