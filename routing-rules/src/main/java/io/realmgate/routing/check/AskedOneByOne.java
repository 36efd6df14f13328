package io.realmgate.routing.check;

import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.model.Rule;
import java.util.List;
import java.util.function.Consumer;

/** Warns of so many rules that are alike but for their contents that a message which none of them takes is held up by them. */
public final class AskedOneByOne {

    /** A rule costs some 0.3 to 0.5 us: so many cost a message twenty times what relaying it does. */
    private static final int MOST = 100;

    private AskedOneByOne() {}

    /** Tells {@code out}, once. */
    public static void look(RoutingTable table, Consumer<Diagnostic> out) {
        List<Rule> rules = table.longestList();
        if (rules.size() <= MOST) {
            return;
        }
        Rule first = rules.get(0);
        out.accept(Diagnostic.warning(
                first.place(),
                "rule \"" + first.name() + "\" and " + (rules.size() - 1)
                        + " others are asked one after the other: application, command, peer, realm and host do not"
                        + " tell them apart",
                "what differs in subscribers or texts alone is quick as a table: to = { table = …, key = imsi }"));
    }
}
