package io.realmgate.routing.model;

import java.util.List;

/**
 * Peers that can stand in for each other.
 *
 * @param name as it is written; unique, and never the identity of a peer
 * @param members sorted by priority, within one priority as written; empty if only patterns of
 *     peers to accept fill the group
 * @param place where the group, or the first pattern that names it, is written
 */
public record PeerGroup(String name, List<Candidate> members, Place place) {

    public PeerGroup {
        members = List.copyOf(members);
    }
}
