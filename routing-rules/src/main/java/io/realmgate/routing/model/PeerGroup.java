package io.realmgate.routing.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Peers that can stand in for each other.
 *
 * @param name as it is written; unique, and never the identity of a peer
 * @param selection how one of equals is chosen
 * @param members sorted by priority, within one priority as written; empty if only patterns of
 *     peers to accept fill the group
 * @param lastResort who is asked when no member can take a request, such as a mated agent; or null
 * @param place where the group, or the first pattern that names it, is written
 */
public record PeerGroup(
        String name,
        Selection selection,
        List<Candidate> members,
        @Nullable Target lastResort,
        Place place) {

    public PeerGroup {
        members = List.copyOf(members);
    }
}
