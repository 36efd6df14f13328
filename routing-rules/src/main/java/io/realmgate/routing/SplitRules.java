package io.realmgate.routing;

import org.jspecify.annotations.Nullable;

/** Rules that are about certain keys of a dimension, and the rest, which may be about any. */
final class SplitRules implements RuleLookup {

    private final RuleLookup keyed;
    private final RuleLookup rest;

    SplitRules(RuleLookup keyed, RuleLookup rest) {
        this.keyed = keyed;
        this.rest = rest;
    }

    @Override
    public int least() {
        return Math.min(keyed.least(), rest.least());
    }

    // The rule that is found first narrows what else is asked, and the keyed ones are fewer.
    @Override
    public @Nullable CompiledRule first(MessageFacts facts, int after, int before) {
        CompiledRule found = keyed.least() < before ? keyed.first(facts, after, before) : null;
        int limit = found == null ? before : found.rule().index();
        CompiledRule earlier = rest.least() < limit ? rest.first(facts, after, limit) : null;
        return earlier == null ? found : earlier;
    }
}
