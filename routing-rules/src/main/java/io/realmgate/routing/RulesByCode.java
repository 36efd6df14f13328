package io.realmgate.routing;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules by application or by command. */
final class RulesByCode implements RuleLookup {

    private final boolean commands;
    private final int[] codes;
    private final RuleLookup[] lists;
    private final int least;

    /** @param commands whether the codes are those of commands, not of applications */
    RulesByCode(boolean commands, Map<Key, RuleLookup> byKey) {
        SortedMap<Integer, RuleLookup> sorted = new TreeMap<>();
        byKey.forEach((key, list) -> sorted.put(((Key.Code) key).value(), list));
        this.commands = commands;
        this.codes = sorted.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.lists = sorted.values().toArray(RuleLookup[]::new);
        this.least = RuleIndex.least(sorted.values());
    }

    @Override
    public int least() {
        return least;
    }

    @Override
    public @Nullable CompiledRule first(MessageFacts facts, int after, int before) {
        int found = Arrays.binarySearch(codes, commands ? facts.command() : facts.application());
        return found < 0 ? null : lists[found].first(facts, after, before);
    }
}
