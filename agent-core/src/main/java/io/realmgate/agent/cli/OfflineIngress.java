package io.realmgate.agent.cli;

import io.realmgate.agent.config.AcceptSettings;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.config.NotLetIn;
import io.realmgate.agent.config.PeerPolicy;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.RouteDecision;
import java.util.ArrayList;
import java.util.List;

/** What the files say of a request before, and beside, the rules: what its peer may send. */
final class OfflineIngress {
    private final CheckedSet set;
    private final PeerPolicy policy;

    /** @param from identity of the peer that the request came from */
    OfflineIngress(CheckedSet set, String from) {
        this.set = set;
        this.policy = policyOf(from);
    }

    private PeerPolicy policyOf(String identity) {
        for (PeerSettings peer : set.peers()) {
            if (peer.identity().equals(identity)) {
                return peer.policy();
            }
        }
        for (AcceptSettings pattern : set.accepts()) {
            if (pattern.admits(identity)) {
                return pattern.policy();
            }
        }
        return PeerPolicy.ANY;
    }

    /** One line for each thing that has to be said of a request that the rules decide so. */
    List<String> lines(MessageFacts facts, RouteDecision decision) {
        List<String> lines = new ArrayList<>();
        if (!policy.admitsOrigin(facts.originRealm())) {
            lines.add("not let in: " + NotLetIn.text(ErrorCause.ORIGIN_REALM));
        } else if (!facts.isLocal() && !admitsDestination(facts)) {
            lines.add("not let in: " + NotLetIn.text(ErrorCause.DESTINATION_REALM));
        }
        if (policy.isPartner()) {
            lines.add(
                    decision instanceof RouteDecision.ByDestination
                            ? "it comes from a partner: it goes to no other partner"
                            : "it comes from a partner: it goes to no other partner than those that the rule sends to");
        }
        return lines;
    }

    private boolean admitsDestination(MessageFacts facts) {
        Octets realm = facts.destinationRealm();
        Octets host = facts.destinationHost();
        return (realm == null || policy.admitsDestination(realm)) && (host == null || admitsRealmOf(host));
    }

    private boolean admitsRealmOf(Octets host) {
        String identity = Names.lowerCase(Names.text(host));
        return set.peers().stream()
                .filter(peer -> peer.identity().equals(identity))
                .allMatch(peer -> policy.admitsDestination(Names.octets(peer.realm())));
    }
}
