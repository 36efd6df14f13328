package io.realmgate.agent.peer;

import io.realmgate.agent.config.PeerPolicy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one {@link PeerTable.Edition} of the files says of a peer, and what the one before said: a request that is being
 * decided by the rules of before is decided by all of it. Immutable.
 *
 * @param edition number of the first edition that says so
 * @param groups names of the groups that the peer is in, each once: a list, because every message may read it by position
 * @param policy what it may ask of us
 * @param before what was said in the edition before; null for a peer that was not known
 */
public record Standing(
        int edition,
        List<String> groups,
        PeerPolicy policy,
        @Nullable Standing before) {
    /** Before any files. */
    static final Standing NONE = new Standing(0, List.of(), PeerPolicy.ANY, null);

    public Standing {
        groups = List.copyOf(groups);
    }

    /** What {@code edition} says, or the oldest that is remembered when that is newer. */
    Standing in(int edition) {
        Standing former = before;
        return this.edition > edition && former != null ? former : this;
    }

    /** What follows upon this one; of those before only one is remembered. */
    Standing then(int edition, Set<String> groups, PeerPolicy policy) {
        Standing former = this.edition == edition ? before : new Standing(this.edition, this.groups, this.policy, null);
        return new Standing(
                edition, List.copyOf(groups), policy, former == null || former.edition == 0 ? null : former);
    }
}
