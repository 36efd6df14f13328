package io.realmgate.routing.check;

import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.PeerGroup;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Groups that have no member and that no pattern of peers to accept fills. */
final class EmptyGroup implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        Set<String> filled = files.directory().accept().stream()
                .map(AcceptPattern::group)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        for (PeerGroup group : files.directory().groups().values()) {
            if (group.members().isEmpty() && !filled.contains(group.name())) {
                out.accept(Diagnostic.warning(
                        group.place(), "group \"" + group.name() + "\" has no members: it can serve nothing"));
            }
        }
    }
}
