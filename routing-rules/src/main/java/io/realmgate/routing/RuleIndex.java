package io.realmgate.routing;

import io.realmgate.routing.model.RouteDecision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rules by what they can be about, so that a request is asked only those. Each rule is listed by the
 * sharpest thing known about it: its destination realms, else its applications, else neither. At most
 * three lists concern one request, and they are merged while looking: lists merged beforehand, one
 * for each realm and application, would multiply the rules.
 */
final class RuleIndex {

    private static final CompiledRule[] NONE = {};

    private final boolean hasRealms;
    private final NameMap<CompiledRule[]> byRealm;
    private final int[] applications;
    private final CompiledRule[][] byApplication;
    private final CompiledRule[] others;

    RuleIndex(List<CompiledRule> inOrder) {
        Map<String, List<CompiledRule>> realms = new HashMap<>();
        Map<Integer, List<CompiledRule>> ids = new TreeMap<>();
        List<CompiledRule> neither = new ArrayList<>();
        for (CompiledRule rule : inOrder) {
            Set<String> onlyRealms = rule.realms();
            Set<Integer> onlyApplications = rule.applications();
            if (onlyRealms != null) {
                onlyRealms.forEach(realm -> add(realms, realm, rule));
            } else if (onlyApplications != null) {
                onlyApplications.forEach(id -> add(ids, id, rule));
            } else {
                neither.add(rule);
            }
        }
        Map<String, CompiledRule[]> lists = new HashMap<>();
        realms.forEach((realm, rules) -> lists.put(realm, rules.toArray(NONE)));
        hasRealms = !lists.isEmpty();
        byRealm = new NameMap<>(lists);
        applications = ids.keySet().stream().mapToInt(Integer::intValue).toArray();
        byApplication = ids.values().stream().map(rules -> rules.toArray(NONE)).toArray(CompiledRule[][]::new);
        others = neither.toArray(NONE);
    }

    private static <K> void add(Map<K, List<CompiledRule>> lists, K key, CompiledRule rule) {
        lists.computeIfAbsent(key, unused -> new ArrayList<>()).add(rule);
    }

    /**
     * What the first rule decides, in the order of the files, whose condition holds; null if none does. Rules that hold and
     * decide nothing are added to {@code trail}.
     */
    @Nullable
    RouteDecision first(MessageFacts facts, Trail trail) {
        CompiledRule[] ofRealm = ofRealm(facts);
        CompiledRule[] ofApplication = ofApplication(facts);
        int r = 0;
        int a = 0;
        int o = 0;
        while (true) {
            int realm = position(ofRealm, r);
            int application = position(ofApplication, a);
            int other = position(others, o);
            CompiledRule next;
            if (realm < application && realm < other) {
                next = ofRealm[r++];
            } else if (application < other) {
                next = ofApplication[a++];
            } else if (o < others.length) {
                next = others[o++];
            } else {
                return null;
            }
            if (next.condition().holds(facts)) {
                RouteDecision decision = next.decision();
                if (decision != null) {
                    return decision;
                }
                trail.add(next.rule());
            }
        }
    }

    private CompiledRule[] ofRealm(MessageFacts facts) {
        Octets realm = hasRealms ? facts.destinationRealm() : null;
        CompiledRule[] found = realm == null ? null : byRealm.get(realm);
        return found == null ? NONE : found;
    }

    private CompiledRule[] ofApplication(MessageFacts facts) {
        int found = Arrays.binarySearch(applications, facts.application());
        return found < 0 ? NONE : byApplication[found];
    }

    private static int position(CompiledRule[] rules, int next) {
        return next < rules.length ? rules[next].rule().index() : Integer.MAX_VALUE;
    }
}
