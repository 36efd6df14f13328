package io.realmgate.routing.check;

import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Place;
import java.util.function.Consumer;

/** Peers but neither rules about requests nor roles: every peer may send to every other, whoever it is. */
final class OpenTransit implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        PeerDirectory directory = files.directory();
        boolean peers = !directory.peers().isEmpty() || !directory.accept().isEmpty();
        if (peers && files.rules().stream().noneMatch(rule -> rule.phase() == Phase.REQUEST) && !directory.hasRoles()) {
            Place place = files.peerFile() == null ? null : new Place(files.peerFile(), 0);
            out.accept(
                    Diagnostic.warning(place, "there are no rules: every peer may send to every other (open transit)"));
        }
    }
}
