package io.realmgate.routing.check;

import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.model.Rule;
import java.util.List;
import java.util.function.Consumer;

/** Peers but neither rules about requests that decide nor roles: every peer may send to every other, whoever it is. */
final class OpenTransit implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        PeerDirectory directory = files.directory();
        boolean peers = !directory.peers().isEmpty() || !directory.accept().isEmpty();
        List<Rule> rules = files.rules().stream()
                .filter(rule -> rule.phase() == Phase.REQUEST)
                .toList();
        if (peers && rules.stream().noneMatch(Rule::decides) && !directory.hasRoles()) {
            Place place = files.peerFile() == null ? null : new Place(files.peerFile(), 0);
            String none = files.rules().isEmpty()
                    ? "there are no rules"
                    : rules.isEmpty() ? "no rule is about requests" : "all rules continue or observe";
            out.accept(Diagnostic.warning(place, none + ": every peer may send to every other (open transit)"));
        }
    }
}
