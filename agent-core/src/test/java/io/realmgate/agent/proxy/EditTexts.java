package io.realmgate.agent.proxy;

import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Edits;
import io.realmgate.routing.parse.RuleSet;
import io.realmgate.routing.parse.RuleSetCompiler;
import io.realmgate.routing.parse.SourceFile;
import java.util.List;
import java.util.Objects;

/** Edits as operators write them. */
public final class EditTexts {
    private static final SourceFile PEERS =
            new SourceFile("peers.conf", "peers = [ { identity = hss.home.example, realm = home.example } ]");

    private EditTexts() {}

    /** The edits of a rule for S6a. */
    public static Edits edits(String text) {
        String rule = "rules = [ { name = r, match { application = S6a }, action = proxy, to = hss.home.example, "
                + text + " } ]";
        RuleSet set =
                RuleSetCompiler.compile(PEERS, List.of(new SourceFile("rules.conf", rule)), Dictionary.standard());
        if (set.table() == null) {
            throw new IllegalArgumentException(set.diagnostics().toString());
        }
        Action action = Objects.requireNonNull(set.table()).rules().get(0).action();
        return ((Action.Relay) action).edits();
    }

    /** What is done with requests. */
    public static EditPlan request(String edits) {
        return EditPlan.of(edits("request = [ " + edits + " ]").request());
    }
}
