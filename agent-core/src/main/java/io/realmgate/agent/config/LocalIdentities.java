package io.realmgate.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every identity that we use towards some peer. What names one of them names us: a loop (RFC 6733 6.1.3), a request for us
 * (6.1.4), a peer that pretends to be us.
 *
 * @param names in lower case, that of {@code agent.conf} first
 */
public record LocalIdentities(List<String> names) {
    public LocalIdentities {
        names = List.copyOf(names);
    }

    /** That of {@code agent.conf} and those of peers and patterns. */
    public static LocalIdentities of(String own, List<PeerSettings> peers, List<AcceptSettings> accepts) {
        Set<String> names = new LinkedHashSet<>();
        names.add(own.toLowerCase(Locale.ROOT));
        peers.forEach(peer -> add(names, peer.profile().local()));
        accepts.forEach(pattern -> add(names, pattern.profile().local()));
        return new LocalIdentities(new ArrayList<>(names));
    }

    private static void add(Set<String> names, PeerProfile.@Nullable LocalName local) {
        if (local != null) {
            names.add(local.identity().toLowerCase(Locale.ROOT));
        }
    }

    /** Whether {@code identity}, in any case, is one of ours. */
    public boolean contains(String identity) {
        return names.contains(identity.toLowerCase(Locale.ROOT));
    }
}
