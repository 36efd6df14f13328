package io.realmgate.agent;

import io.realmgate.agent.forward.redirect.RedirectCache;
import io.realmgate.agent.metrics.AgentSample;
import io.realmgate.agent.metrics.ConnectionCounters;
import io.realmgate.agent.metrics.RuleHits;
import io.realmgate.agent.peer.PeerSnapshot;
import io.realmgate.agent.reload.Generation;
import io.realmgate.agent.reload.Reloader;
import io.realmgate.agent.reload.TableSummary;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Collectors;

/** What one scrape shows of an agent: the counters of all its loops, copied on each, and the rest as it is now. */
final class Samples {
    private Samples() {}

    static Future<AgentSample> take(
            List<PeerVerticle> loops,
            List<PeerSnapshot> peers,
            Reloader reloader,
            RedirectCache redirects,
            AgentTls tls) {
        Future<List<ConnectionCounters>> refused = Future.all(
                        loops.stream().map(PeerVerticle::refusedConnections).toList())
                .map(all -> all.list());
        Future<RuleHits> hits =
                Future.all(loops.stream().map(PeerVerticle::ruleHits).toList()).map(all -> RuleHits.sum(all.list()));
        return Future.all(loops.stream().map(PeerVerticle::counters).toList())
                .compose(all -> Future.all(refused, hits)
                        .map(rest -> new AgentSample(
                                all.list(),
                                refused.result(),
                                peers.stream().map(Samples::row).toList(),
                                inForce(reloader, hits.result()),
                                tls.sample(peers),
                                new AgentSample.RedirectRow(redirects.size(), redirects.hits()))));
    }

    private static AgentSample.PeerRow row(PeerSnapshot peer) {
        return new AgentSample.PeerRow(peer.identity(), peer.isOpen(), peer.ejected(), peer.pending(), peer.restarts());
    }

    private static AgentSample.SetRow inForce(Reloader reloader, RuleHits hits) {
        Generation generation = reloader.current();
        Reloader.LastReload last = reloader.last();
        return new AgentSample.SetRow(
                generation.number(),
                generation.rules(),
                generation.at().getEpochSecond(),
                new AgentSample.ReloadRow(last.accepted(), last.took().toNanos() / 1e9, reloader.reloadFailures()),
                hits,
                generation.tables().stream().collect(Collectors.toMap(TableSummary::name, TableSummary::rows)));
    }
}
