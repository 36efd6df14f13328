package io.realmgate.routing.explain;

import io.realmgate.routing.Ingress;
import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.PeerDefinition;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer as rules see it, by what {@code peers.conf} says of it.
 *
 * @param identity in lower case
 */
record DirectoryPeer(String identity, PeerDirectory directory) implements Ingress {

    @Override
    public String realm() {
        return directory.peers().stream()
                .filter(peer -> peer.identity().equals(identity))
                .map(PeerDefinition::realm)
                .findFirst()
                .orElseGet(() -> {
                    AcceptPattern pattern = pattern();
                    return pattern == null ? "" : pattern.realm();
                });
    }

    @Override
    public boolean inGroup(String group) {
        PeerGroup named = directory.groups().get(group);
        if (named != null && named.members().stream().anyMatch(m -> m.peer().equals(identity))) {
            return true;
        }
        AcceptPattern pattern = isListed(identity, directory) ? null : pattern();
        return pattern != null && group.equals(pattern.group());
    }

    @Override
    public List<String> groups() {
        return directory.groups().keySet().stream().filter(this::inGroup).toList();
    }

    /** Whether the peer has an entry of its own. */
    static boolean isListed(String identity, PeerDirectory directory) {
        return directory.peers().stream().anyMatch(peer -> peer.identity().equals(identity));
    }

    /** The first pattern that admits it. */
    private @Nullable AcceptPattern pattern() {
        return directory.accept().stream()
                .filter(pattern -> pattern.identity().matches(identity))
                .findFirst()
                .orElse(null);
    }
}
