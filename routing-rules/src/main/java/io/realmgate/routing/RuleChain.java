package io.realmgate.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules that are about certain keys of one dimension, of another, and so on; and the rest, which may be about any of each. */
final class RuleChain implements RuleLookup {

    private final RuleLookup[] lookups;
    private final int[] leasts;
    private final int least;

    /** @param lookups asked one after the other, of which the first ones have fewest that hold */
    RuleChain(List<RuleLookup> lookups) {
        this.lookups = lookups.toArray(RuleLookup[]::new);
        this.leasts = lookups.stream().mapToInt(RuleLookup::least).toArray();
        this.least = RuleIndex.least(lookups);
    }

    @Override
    public int least() {
        return least;
    }

    // The rule that is found first narrows what else is asked.
    @Override
    public @Nullable CompiledRule first(MessageFacts facts, int after, int before) {
        CompiledRule found = null;
        int limit = before;
        for (int i = 0; i < leasts.length; i++) {
            if (leasts[i] < limit) {
                CompiledRule earlier = lookups[i].first(facts, after, limit);
                if (earlier != null) {
                    found = earlier;
                    limit = earlier.rule().index();
                }
            }
        }
        return found;
    }
}
