package io.realmgate.routing;

import io.realmgate.routing.model.NamePattern;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules by a name of the message: those for just this name, and those for names below one of its domains. */
final class RulesByName implements RuleLookup {

    private final Dimension field;
    private final NameMap<RuleLookup> exact;
    private final NameMap<RuleLookup> dottedDomains;
    private final boolean hasDomains;
    private final int least;

    RulesByName(Dimension field, Map<Key, RuleLookup> byKey) {
        Map<String, RuleLookup> names = new HashMap<>();
        Map<String, RuleLookup> domains = new HashMap<>();
        byKey.forEach((key, list) -> {
            NamePattern pattern = ((Key.Name) key).pattern();
            if (pattern instanceof NamePattern.Below below) {
                domains.put("." + below.domain(), list);
            } else {
                names.put(((NamePattern.Exact) pattern).name(), list);
            }
        });
        this.field = field;
        this.exact = new NameMap<>(names);
        this.dottedDomains = new NameMap<>(domains);
        this.hasDomains = !domains.isEmpty();
        this.least = RuleIndex.least(byKey.values());
    }

    @Override
    public int least() {
        return least;
    }

    @Override
    public @Nullable CompiledRule first(MessageFacts facts, int after, int before) {
        Octets name = name(facts);
        if (name == null) {
            return null;
        }
        RuleLookup same = exact.get(name);
        CompiledRule found = same == null ? null : same.first(facts, after, before);
        int limit = found == null ? before : found.rule().index();
        int dot = hasDomains ? Names.dot(name, 1) : -1;
        for (; dot > 0; dot = Names.dot(name, dot + 1)) {
            RuleLookup below = dottedDomains.getTail(name, dot);
            CompiledRule earlier = below == null ? null : below.first(facts, after, limit);
            if (earlier != null) {
                found = earlier;
                limit = earlier.rule().index();
            }
        }
        return found;
    }

    private @Nullable Octets name(MessageFacts facts) {
        return switch (field) {
            case DESTINATION_REALM -> facts.destinationRealm();
            case DESTINATION_HOST -> facts.destinationHost();
            case ORIGIN_REALM -> facts.originRealm();
            case ORIGIN_HOST -> facts.originHost();
            case APPLICATION, COMMAND, FROM -> null;
        };
    }
}
