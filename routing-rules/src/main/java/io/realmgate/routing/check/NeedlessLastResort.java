package io.realmgate.routing.check;

import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Target;
import java.util.function.Consumer;

/** Last resorts that are members of their group already. */
final class NeedlessLastResort implements Lint {

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        for (PeerGroup group : files.directory().groups().values()) {
            if (group.lastResort() instanceof Target.ToPeer last
                    && group.members().stream().anyMatch(member -> member.peer().equals(last.identity()))) {
                out.accept(Diagnostic.warning(
                        group.place(),
                        "group \"" + group.name() + "\": its last resort \"" + last.identity()
                                + "\" is a member, which it need not be"));
            }
        }
    }
}
