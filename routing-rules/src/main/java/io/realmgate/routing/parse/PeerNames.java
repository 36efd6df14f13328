package io.realmgate.routing.parse;

import io.realmgate.routing.Names;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of peers and groups that files may refer to. Names of entries that are wrong elsewhere
 * are in here too, so that one mistake is reported once.
 */
final class PeerNames {

    private final Set<String> peers = new HashSet<>();
    private final Set<String> groups = new HashSet<>();
    private final List<NamePattern> accepted = new ArrayList<>();
    private final boolean complete;

    /** {@code complete} is false if the peer file could not be read: then any name may be right. */
    PeerNames(boolean complete) {
        this.complete = complete;
    }

    void addPeer(String identity) {
        peers.add(identity);
    }

    void addGroup(String name) {
        groups.add(name);
    }

    void addPattern(NamePattern pattern) {
        accepted.add(pattern);
    }

    boolean isGroup(String name) {
        return groups.contains(name);
    }

    boolean isPeer(String lowerCaseName) {
        return peers.contains(lowerCaseName) || accepted.stream().anyMatch(p -> p.matches(lowerCaseName));
    }

    /** What a name stands for, or null if nothing has that name, which is then reported. */
    @Nullable
    Target resolve(Scalar name, Report report) {
        String lowerCase = Names.lowerCase(name.text());
        if (isGroup(name.text())) {
            return new Target.ToGroup(name.text());
        }
        if (isPeer(lowerCase) || !complete) {
            return new Target.ToPeer(lowerCase);
        }
        // Identities have dots and names of groups cannot, so the name tells what was meant.
        String kind = name.text().indexOf('.') >= 0 ? "peer" : "group";
        report.error(name.origin(), "unknown " + kind + " \"" + name.text() + "\"", suggestion(name.text(), true));
        return null;
    }

    /** The identity of a peer, or null if no peer has that name, which is then reported. */
    @Nullable
    String resolvePeer(Scalar name, Report report) {
        String lowerCase = Names.lowerCase(name.text());
        if (isPeer(lowerCase)) {
            return lowerCase;
        }
        if (isGroup(name.text())) {
            report.error(name.origin(), "\"" + name.text() + "\" is a group", "members of a group are peers");
        } else {
            report.error(name.origin(), "unknown peer \"" + name.text() + "\"", suggestion(name.text(), false));
        }
        return null;
    }

    private @Nullable String suggestion(String name, boolean withGroups) {
        Set<String> known = new HashSet<>(peers);
        if (withGroups) {
            known.addAll(groups);
        }
        return Suggest.hint(name, known, null);
    }
}
