package io.realmgate.agent.reload;

import io.realmgate.agent.config.AgentSettings;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.PeerDefinition;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerRights;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.model.RealmDefinition;
import io.realmgate.routing.model.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Warns of realms that a peer may send to ({@code may-send}) and that neither a peer, nor DNS, a rule or the default route
 * leads to. A rule that does not say for which realms it is may lead to any.
 */
final class RealmsWithoutRoute {
    private static final int MOST = 100;

    private final Set<String> known = new HashSet<>();
    private final Set<NamePattern> ofRules = new HashSet<>();
    private final boolean all;
    private int said;

    /** @param agent its own realm is known: requests that name their way in User-Name come to it (RFC 5729 3.2) */
    RealmsWithoutRoute(PeerDirectory directory, List<Rule> rules, AgentSettings agent) {
        known.add(agent.realm());
        directory.peers().forEach(peer -> known.add(peer.realm()));
        directory.accept().forEach(pattern -> known.add(pattern.realm()));
        directory.realms().stream().map(RealmDefinition::realm).forEach(known::add);
        boolean any = directory.defaultRoute() != null;
        for (Rule rule : rules) {
            if (rule.phase() == Phase.REQUEST && rule.decides() && !(rule.action() instanceof Action.Reject)) {
                any |= !addRealms(rule.match());
            }
        }
        this.all = any;
    }

    /** Whether the match names realms; only those are added. */
    private boolean addRealms(Match match) {
        if (match instanceof Match.AllOf parts) {
            return parts.parts().stream().anyMatch(this::addRealms);
        }
        if (match instanceof Match.Name name && name.field() == Match.NameField.DESTINATION_REALM) {
            ofRules.addAll(name.patterns());
            return true;
        }
        return false;
    }

    void look(PeerDirectory directory, Consumer<Diagnostic> out) {
        if (all) {
            return;
        }
        for (PeerDefinition peer : directory.peers()) {
            look(peer.rights(), peer.place(), out);
        }
        for (AcceptPattern pattern : directory.accept()) {
            look(pattern.rights(), pattern.place(), out);
        }
    }

    private void look(PeerRights rights, Place place, Consumer<Diagnostic> out) {
        for (NamePattern pattern : rights.destinationRealms()) {
            if (said < MOST
                    && pattern instanceof NamePattern.Exact exact
                    && !leadsTo(exact)
                    && known.add(exact.name())) {
                said++;
                out.accept(Diagnostic.warning(
                        place,
                        "may-send names the realm \"" + exact.name()
                                + "\", to which no peer, rule or default route leads",
                        "only a request that names a peer in Destination-Host goes anywhere then"));
            }
        }
    }

    private boolean leadsTo(NamePattern.Exact realm) {
        String name = realm.name();
        boolean found = known.contains(name) || ofRules.contains(realm);
        for (int dot = name.indexOf('.'); !found && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            found = ofRules.contains(new NamePattern.Below(name.substring(dot + 1)));
        }
        return found;
    }
}
