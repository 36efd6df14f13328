package io.realmgate.routing.check;

import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules that decide, listed by what they are about, so that those that may cover another are found without asking all. At
 * most {@value #MOST} are asked about each rule, so work grows with the length of the files and no faster.
 */
final class EarlierRules {

    private static final int MOST = 32;

    private final Map<String, List<Rule>> byKey = new HashMap<>();
    private final List<Rule> others = new ArrayList<>();

    // The same match is found among however many. By text, because the hash of a record tree is slow to get the first
    // time,
    // and this is start-up.
    private final Map<String, Rule> byText = new HashMap<>();

    private int left;

    void add(Rule rule) {
        byText.putIfAbsent(rule.match().text(), rule);
        List<String> sharpest = List.of();
        for (Match part : parts(rule.match())) {
            List<String> keys = keys(part);
            if (sharpest.isEmpty() || isSharper(keys, sharpest)) {
                sharpest = keys;
            }
        }
        if (sharpest.isEmpty()) {
            others.add(rule);
        }
        for (String key : sharpest) {
            byKey.computeIfAbsent(key, k -> new ArrayList<>(1)).add(rule);
        }
    }

    // A realm or a peer says more than an application, of which the key begins with a digit.
    private static boolean isSharper(List<String> keys, List<String> than) {
        return !keys.isEmpty() && isCode(than) && !isCode(keys);
    }

    private static boolean isCode(List<String> keys) {
        return Character.isDigit(keys.get(0).charAt(0));
    }

    /** A rule that matches all that {@code rule} matches, or null if none is found. */
    @Nullable
    Rule covering(Rule rule) {
        Rule same = byText.get(rule.match().text());
        if (same != null && sees(same, rule) && same.match().equals(rule.match())) {
            return same;
        }
        left = MOST;
        Rule found = covering(others, rule);
        for (Match part : parts(rule.match())) {
            List<String> keys = keys(part);
            if (found != null || keys.isEmpty()) {
                continue;
            }
            // Who covers all of its keys covers the first one.
            String key = keys.get(0);
            found = covering(byKey.get(key), rule);
            for (int dot = key.indexOf('.'); found == null && dot >= 0; dot = key.indexOf('.', dot + 1)) {
                found = covering(byKey.get(key.substring(0, key.indexOf(' ') + 1) + "*" + key.substring(dot)), rule);
            }
        }
        return found;
    }

    private @Nullable Rule covering(@Nullable List<Rule> candidates, Rule rule) {
        if (candidates == null) {
            return null;
        }
        for (int i = 0; i < candidates.size() && left > 0; i++, left--) {
            Rule earlier = candidates.get(i);
            if (sees(earlier, rule) && Covering.covers(earlier.match(), rule.match())) {
                return earlier;
            }
        }
        return null;
    }

    /**
     * Whether the earlier rule sees all that the later one could: only rules that name {@code self} see requests to this agent,
     * and one that rejects answers leaves out those that failed.
     */
    static boolean sees(Rule earlier, Rule later) {
        return later.phase() == Phase.REQUEST
                ? earlier.match().namesSelf() || !later.match().namesSelf()
                : !(earlier.action() instanceof Action.Reject) || later.action() instanceof Action.Reject;
    }

    private static List<Match> parts(Match match) {
        return match instanceof Match.AllOf all ? all.parts() : List.of(match);
    }

    /** What a test is about, each key with the name of its kind in front; empty if that cannot be told. */
    private static List<String> keys(Match test) {
        List<String> keys = new ArrayList<>();
        if (test instanceof Match.Application application) {
            application.ids().forEach(id -> keys.add("1 " + id));
        } else if (test instanceof Match.Command command) {
            command.codes().forEach(code -> keys.add("2 " + code));
        } else if (test instanceof Match.From from) {
            from.peers().forEach(peer -> keys.add("peer " + peer));
            from.groups().forEach(group -> keys.add("group " + group));
        } else if (test instanceof Match.Name name) {
            addAll(keys, name.field().key(), name.patterns());
        } else if (test instanceof Match.DestinationHost host && host.states().isEmpty()) {
            addAll(keys, "destination-host", host.patterns());
        }
        return keys;
    }

    private static void addAll(List<String> keys, String kind, List<NamePattern> patterns) {
        patterns.forEach(pattern -> keys.add(kind + " " + pattern.text()));
    }
}
