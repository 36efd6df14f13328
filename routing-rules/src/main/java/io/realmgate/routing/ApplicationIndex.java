package io.realmgate.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rules by application, so that a request is asked only the rules that can be about it. A rule for
 * several applications is listed under each; rules for any application are listed once, and merged
 * in while looking, since a merged list for each application would multiply them.
 */
final class ApplicationIndex {

    private static final CompiledRule[] NONE = {};

    private final int[] applications;
    private final CompiledRule[][] byApplication;
    private final CompiledRule[] forAny;

    ApplicationIndex(List<CompiledRule> inOrder) {
        Map<Integer, List<CompiledRule>> grouped = new TreeMap<>();
        List<CompiledRule> any = new ArrayList<>();
        for (CompiledRule rule : inOrder) {
            Set<Integer> only = rule.applications();
            if (only == null) {
                any.add(rule);
            } else {
                only.forEach(id ->
                        grouped.computeIfAbsent(id, unused -> new ArrayList<>()).add(rule));
            }
        }
        applications = grouped.keySet().stream().mapToInt(Integer::intValue).toArray();
        byApplication =
                grouped.values().stream().map(list -> list.toArray(NONE)).toArray(CompiledRule[][]::new);
        forAny = any.toArray(NONE);
    }

    /** The first rule, in order of the files, whose condition holds. */
    @Nullable
    CompiledRule first(MessageFacts facts) {
        int found = Arrays.binarySearch(applications, facts.application());
        CompiledRule[] special = found < 0 ? NONE : byApplication[found];
        int s = 0;
        int a = 0;
        while (s < special.length || a < forAny.length) {
            CompiledRule next;
            if (a == forAny.length
                    || (s < special.length
                            && special[s].rule().index() < forAny[a].rule().index())) {
                next = special[s++];
            } else {
                next = forAny[a++];
            }
            if (next.condition().holds(facts)) {
                return next;
            }
        }
        return null;
    }
}
