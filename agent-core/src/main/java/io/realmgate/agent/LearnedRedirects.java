package io.realmgate.agent;

import io.realmgate.agent.admin.RedirectTable;
import io.realmgate.agent.forward.redirect.Redirect;
import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.peer.PeerTable;
import java.nio.charset.StandardCharsets;

/** The cache of redirects as people see it, and what of it is kept when peers go. */
final class LearnedRedirects {
    private LearnedRedirects() {}

    /** Forgets what came of a peer that is known no more, and what leads only to such. */
    static void keepKnown(RedirectCache cache, PeerTable peers) {
        cache.retain(one -> peers.get(one.source()) != null
                && (one.realm() != null || one.hosts().stream().anyMatch(host -> peers.get(host) != null)));
    }

    /** {@code most} of them in full. */
    static RedirectTable table(RedirectCache cache, int most) {
        return new RedirectTable(
                cache.size(),
                cache.hits(),
                cache.entries(most).stream().map(LearnedRedirects::row).toList());
    }

    private static RedirectTable.Row row(RedirectCache.Entry entry) {
        Redirect redirect = entry.redirect();
        byte[] realm = redirect.realm();
        return new RedirectTable.Row(
                redirect.usage().name(),
                redirect.subject(),
                redirect.application(),
                redirect.source(),
                redirect.hosts(),
                realm == null ? null : new String(realm, StandardCharsets.US_ASCII),
                entry.secondsLeft());
    }
}
