package io.realmgate.agent.reload;

import io.realmgate.agent.config.PeerSettings;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Conduct;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What putting some files in force would do.
 *
 * @param files those that are not as in the set in force
 * @param effect null when the files have errors
 */
public record Preview(
        List<Diagnostic> diagnostics,
        List<FileChange> files,
        @Nullable Effect effect) {
    public Preview {
        diagnostics = List.copyOf(diagnostics);
        files = List.copyOf(files);
    }

    /**
     * What would be other than now.
     *
     * @param rules by name; a rule that only stands elsewhere did not change
     * @param reordered whether rules that are in both sets would be tried in another order
     * @param peers by identity; one that changed or is gone loses its connection
     */
    public record Effect(Names rules, boolean reordered, Names peers) {
        static Effect between(@Nullable CheckedSet before, CheckedSet after) {
            Map<String, Object> oldRules = before == null ? Map.of() : rules(before);
            Map<String, Object> newRules = rules(after);
            Map<String, Object> oldPeers = before == null ? Map.of() : peers(before);
            List<String> oldOrder = new ArrayList<>(oldRules.keySet());
            oldOrder.retainAll(newRules.keySet());
            List<String> newOrder = new ArrayList<>(newRules.keySet());
            newOrder.retainAll(oldRules.keySet());
            return new Effect(
                    Names.between(oldRules, newRules),
                    !oldOrder.equals(newOrder),
                    Names.between(oldPeers, peers(after)));
        }

        private record Meaning(Phase phase, Match match, Action action, Conduct conduct) {}

        private static Map<String, Object> rules(CheckedSet set) {
            Map<String, Object> rules = new LinkedHashMap<>();
            for (Rule rule : set.table().rules()) {
                rules.put(rule.name(), new Meaning(rule.phase(), rule.match(), rule.action(), rule.conduct()));
            }
            return rules;
        }

        private static Map<String, Object> peers(CheckedSet set) {
            Map<String, Object> peers = new LinkedHashMap<>();
            for (PeerSettings peer : set.peers()) {
                peers.put(peer.identity(), peer);
            }
            return peers;
        }
    }

    /** Names of what is new, gone or not the same, in the order of the files. */
    public record Names(List<String> added, List<String> removed, List<String> changed) {
        static Names between(Map<String, Object> before, Map<String, Object> after) {
            List<String> added = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            after.forEach((name, now) -> {
                Object old = before.get(name);
                if (old == null) {
                    added.add(name);
                } else if (!old.equals(now)) {
                    changed.add(name);
                }
            });
            List<String> removed = new ArrayList<>(before.keySet());
            removed.removeAll(after.keySet());
            return new Names(added, removed, changed);
        }
    }
}
