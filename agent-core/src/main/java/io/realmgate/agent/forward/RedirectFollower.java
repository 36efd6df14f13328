package io.realmgate.agent.forward;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.AgentSettings.Redirects;
import io.realmgate.agent.forward.redirect.RedirectIndication;
import io.realmgate.agent.forward.redirect.RedirectLookup;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transaction.TransactionTable;
import io.realmgate.routing.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an answer that redirects: the request goes where it says (RFC 6733 6.1.8, RFC 7075 3.2.2), as a failover would
 * send it, and only to peers that are known, never to a host because an answer names it. Confined to one loop.
 */
final class RedirectFollower {
    private final Redirects settings;
    private final Failover failover;
    private final RedirectLookup lookup;
    private final RealmRewrite rewrite = new RealmRewrite();
    private final DiameterMessage kept = new DiameterMessage();
    private final RoutingAvps avps = new RoutingAvps();

    RedirectFollower(Redirects settings, Failover failover, RedirectLookup lookup) {
        this.settings = settings;
        this.failover = failover;
        this.lookup = lookup;
    }

    /**
     * An answer came that may redirect; true when the request is on its way again, so that the answer goes nowhere. The
     * caller recycles {@code pending}.
     */
    boolean onAnswer(
            TransactionTable<PeerConnection> table,
            PendingRequest<PeerConnection> pending,
            DiameterMessage answer,
            AnswerResult result) {
        if (!result.is(ResultCodes.REDIRECT_INDICATION) && !result.is(ResultCodes.REALM_REDIRECT_INDICATION)) {
            return false;
        }
        RedirectIndication said = RedirectIndication.of(answer);
        if (said == null) {
            return false;
        }
        Route route = (Route) pending.route();
        boolean followed = isFollowed(said, route, answer.application())
                && (isLeftToOthers(pending) || send(table, pending, said));
        table.owner().counters().redirected(followed);
        return followed;
    }

    /** Another attempt is under way already: where a late one would have led is not tried beside it. */
    private static boolean isLeftToOthers(PendingRequest<PeerConnection> pending) {
        return pending.isLate() && pending.givesWay();
    }

    private boolean send(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, RedirectIndication said) {
        return said.realms().isEmpty() ? toHosts(table, pending, said) : toRealms(table, pending, said);
    }

    private boolean isFollowed(RedirectIndication said, Route route, int application) {
        boolean configured = said.realms().isEmpty()
                ? settings.follow()
                : settings.realmApplications().contains(application);
        return switch (route.redirect()) {
            case AS_CONFIGURED -> configured;
            // RFC 7075 2: to another realm only for applications that are known to allow it.
            case FOLLOW -> said.realms().isEmpty() || configured;
            case PASS -> false;
        };
    }

    private boolean toHosts(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, RedirectIndication said) {
        RoutingView view = ((Route) pending.route()).view();
        List<Peer> hosts = new ArrayList<>();
        for (String host : said.hosts()) {
            Peer known = view.peer(Names.octets(host));
            if (known != null) {
                hosts.add(known);
            }
        }
        if (hosts.isEmpty()) {
            return false;
        }
        boolean sent = failover.sendTo(table, pending, hosts);
        if (sent) {
            learn(table, pending, said, hosts.stream().map(Peer::identity).toList(), null);
        }
        return sent;
    }

    /** RFC 7075 3.2.2: one realm after the other, until there is a next hop. */
    private boolean toRealms(
            TransactionTable<PeerConnection> table, PendingRequest<PeerConnection> pending, RedirectIndication said) {
        for (String realm : said.realms()) {
            kept.wrap(pending.chunk().bytes(), pending.offset(), pending.length());
            DiameterMessage turned = rewrite.rewrite(kept, realm.getBytes(StandardCharsets.US_ASCII));
            if (failover.sendTurned(table, pending, turned)) {
                learn(table, pending, said, List.of(), realm);
                return true;
            }
        }
        return false;
    }

    private void learn(
            TransactionTable<PeerConnection> table,
            PendingRequest<PeerConnection> pending,
            RedirectIndication said,
            List<String> hosts,
            @Nullable String realm) {
        kept.wrap(pending.chunk().bytes(), pending.offset(), pending.length());
        if (said.seconds() > 0 && avps.scan(kept) == 0) {
            lookup.learn(said, kept, avps, table.owner().peer().identity(), hosts, realm);
        }
    }
}
