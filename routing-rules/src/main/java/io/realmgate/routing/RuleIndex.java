package io.realmgate.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules by what they can be about, so that a request is asked only few that cannot hold. It is a tree: more than a handful
 * of rules are parted by the dimension that leaves the fewest together, each part by the next, and what no dimension parts
 * is asked rule by rule.
 */
final class RuleIndex {

    /** So many conditions are asked sooner than it takes to look them up. */
    private static final int FEW = 4;

    /**
     * Places in lists that a rule may take on average besides one for each of its keys: a rule with many keys in several
     * dimensions would multiply.
     */
    private static final int COPIES = 16;

    /** How often all keys of all rules may be looked at, where no list comes of it: once for each dimension in each, and some more. */
    private static final int LOOKS = 64;

    private final RuleLookup all;
    private List<CompiledRule> longest = List.of();
    private long places;
    private long looks;

    RuleIndex(List<CompiledRule> inOrder) {
        places = (long) COPIES * inOrder.size();
        for (CompiledRule rule : inOrder) {
            for (Set<Key> keys : rule.bounds().values()) {
                places += keys.size();
            }
        }
        looks = LOOKS * places;
        all = arrange(inOrder, EnumSet.allOf(Dimension.class));
    }

    /** The first rule, in the order of the files, behind the one at position {@code after} (-1: of all) whose condition holds. */
    @Nullable
    CompiledRule first(MessageFacts facts, int after) {
        return all.first(facts, after, Integer.MAX_VALUE);
    }

    /** Of the rules that no dimension parts, the most that are together. */
    List<CompiledRule> longest() {
        return longest;
    }

    static int least(Collection<RuleLookup> lists) {
        return lists.stream().mapToInt(RuleLookup::least).min().orElse(Integer.MAX_VALUE);
    }

    private RuleLookup arrange(List<CompiledRule> rules, Set<Dimension> left) {
        List<RuleLookup> chain = new ArrayList<>();
        Set<Dimension> others = left;
        List<CompiledRule> rest = rules;
        for (Parted best = part(rest, others); best != null; best = part(rest, others)) {
            others = without(others, best.dimension());
            chain.add(keyed(best, others));
            rest = best.rest();
        }
        if (rest.size() > FEW && rest.size() > longest.size()) {
            longest = rest;
        }
        if (!rest.isEmpty()) {
            chain.add(new RuleList(rest));
        }
        return switch (chain.size()) {
            case 0 -> RuleList.NONE;
            case 1 -> chain.get(0);
            default -> new RuleChain(chain);
        };
    }

    /** The rules parted by the best of the dimensions that are left; null if they are few, or none parts them. */
    private @Nullable Parted part(List<CompiledRule> rules, Set<Dimension> left) {
        if (rules.size() <= FEW) {
            return null;
        }
        Parted best = null;
        for (Dimension dimension : left) {
            long keys = rules.size() + keys(rules, dimension);
            looks -= rules.size();
            if (keys > places || keys > looks) {
                continue;
            }
            looks -= keys;
            Parted parted = Parted.of(rules, dimension);
            if (best == null || parted.together() < best.together()) {
                best = parted;
            }
        }
        if (best == null || best.together() + FEW > rules.size()) {
            return null;
        }
        places -= best.places();
        return best;
    }

    private static Set<Dimension> without(Set<Dimension> left, Dimension dimension) {
        Set<Dimension> others = EnumSet.copyOf(left);
        others.remove(dimension);
        return others;
    }

    private RuleLookup keyed(Parted parted, Set<Dimension> others) {
        Map<Key, RuleLookup> byKey = new HashMap<>();
        parted.byKey().forEach((key, some) -> byKey.put(key, arrange(some, others)));
        return switch (parted.dimension()) {
            case APPLICATION -> new RulesByCode(false, byKey);
            case COMMAND -> new RulesByCode(true, byKey);
            case FROM -> new RulesByPeer(byKey);
            case DESTINATION_REALM, DESTINATION_HOST, ORIGIN_REALM, ORIGIN_HOST ->
                new RulesByName(parted.dimension(), byKey);
        };
    }

    private static long keys(List<CompiledRule> rules, Dimension dimension) {
        long keys = 0;
        for (CompiledRule rule : rules) {
            Set<Key> own = rule.bounds().get(dimension);
            keys += own == null ? 0 : own.size();
        }
        return keys;
    }

    /**
     * Rules parted by one dimension.
     *
     * @param rest those that may be about any key
     * @param together how many at most concern one message, unless it concerns several keys
     * @param places how often rules are listed
     */
    private record Parted(
            Dimension dimension,
            Map<Key, List<CompiledRule>> byKey,
            List<CompiledRule> rest,
            int together,
            int places) {

        static Parted of(List<CompiledRule> rules, Dimension dimension) {
            Map<Key, List<CompiledRule>> byKey = new HashMap<>();
            List<CompiledRule> rest = new ArrayList<>();
            int places = 0;
            for (CompiledRule rule : rules) {
                Set<Key> keys = rule.bounds().get(dimension);
                if (keys == null) {
                    rest.add(rule);
                } else {
                    keys.forEach(key ->
                            byKey.computeIfAbsent(key, k -> new ArrayList<>(1)).add(rule));
                    places += keys.size();
                }
            }
            int most = byKey.values().stream().mapToInt(List::size).max().orElse(0);
            return new Parted(dimension, byKey, rest, rest.size() + most, places + rest.size());
        }
    }
}
