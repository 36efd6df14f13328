package io.realmgate.routing.check;

import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.PeerDefinition;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerRights;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.model.RealmDefinition;
import io.realmgate.routing.model.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Realms that a peer may send to ({@code may-send}) and that neither a peer, nor DNS, a rule or the default route leads to. */
final class RealmWithoutRoute implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        PeerDirectory directory = files.directory();
        if (directory.defaultRoute() != null) {
            return;
        }
        Set<String> known = new HashSet<>();
        directory.peers().forEach(peer -> known.add(peer.realm()));
        directory.accept().forEach(pattern -> known.add(pattern.realm()));
        directory.realms().stream().map(RealmDefinition::realm).forEach(known::add);
        Set<String> said = new HashSet<>();
        for (PeerDefinition peer : directory.peers()) {
            look(peer.rights(), peer.place(), known, said, files.rules(), out);
        }
        for (AcceptPattern pattern : directory.accept()) {
            look(pattern.rights(), pattern.place(), known, said, files.rules(), out);
        }
    }

    private static void look(
            PeerRights rights,
            Place place,
            Set<String> known,
            Set<String> said,
            List<Rule> rules,
            Consumer<Diagnostic> out) {
        for (NamePattern pattern : rights.destinationRealms()) {
            if (pattern instanceof NamePattern.Exact exact
                    && !known.contains(exact.name())
                    && said.add(exact.name())
                    && rules.stream().noneMatch(rule -> mayTake(rule, exact.name()))) {
                out.accept(Diagnostic.warning(
                        place,
                        "may-send names the realm \"" + exact.name()
                                + "\", to which no peer, rule or default route leads",
                        "its requests are answered with 3003"));
            }
        }
    }

    private static boolean mayTake(Rule rule, String realm) {
        boolean takes = rule.decides() && !(rule.action() instanceof Action.Reject);
        return takes && mayBeFor(rule.match(), realm);
    }

    private static boolean mayBeFor(Match match, String realm) {
        if (match instanceof Match.AllOf all) {
            return all.parts().stream().allMatch(part -> mayBeFor(part, realm));
        }
        return !(match instanceof Match.Name name)
                || name.field() != Match.NameField.DESTINATION_REALM
                || name.patterns().stream().anyMatch(pattern -> pattern.matches(realm));
    }
}
