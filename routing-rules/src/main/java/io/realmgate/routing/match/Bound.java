package io.realmgate.routing.match;

import io.realmgate.routing.Dimension;
import io.realmgate.routing.Key;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys outside of which a match cannot hold, as far as its form shows them. What is not understood, and what {@code
 * not} excludes, bounds nothing.
 */
public final class Bound {

    private Bound() {}

    /** The only applications for which the match can hold; null if it may hold for any. */
    public static @Nullable Set<Integer> applications(Match match) {
        Set<Key> keys = of(match).get(Dimension.APPLICATION);
        return keys == null
                ? null
                : keys.stream().map(key -> ((Key.Code) key).value()).collect(Collectors.toSet());
    }

    /** The only keys of each dimension for which the match can hold; a dimension that is missing may have any. */
    static Map<Dimension, Set<Key>> of(Match match) {
        if (match instanceof Match.AllOf all) {
            return ofAll(all.parts());
        } else if (match instanceof Match.AnyOf any) {
            return ofAny(any.parts());
        } else if (match instanceof Match.Application application) {
            return codes(Dimension.APPLICATION, application.ids());
        } else if (match instanceof Match.Command command) {
            return codes(Dimension.COMMAND, command.codes());
        } else if (match instanceof Match.From from) {
            return Map.of(Dimension.FROM, keys(from));
        } else if (match instanceof Match.Name name) {
            return names(dimension(name.field()), name.patterns());
        } else if (match instanceof Match.DestinationHost host && host.states().isEmpty()) {
            return names(Dimension.DESTINATION_HOST, host.patterns());
        }
        return Map.of();
    }

    // Either bound is one for both together. Keys that they share would not be: a peer and its group share none.
    private static Map<Dimension, Set<Key>> ofAll(List<Match> parts) {
        Map<Dimension, Set<Key>> sharpest = new EnumMap<>(Dimension.class);
        for (Match part : parts) {
            of(part).forEach((dimension, keys) ->
                    sharpest.merge(dimension, keys, (a, b) -> b.size() < a.size() ? b : a));
        }
        return sharpest;
    }

    private static Map<Dimension, Set<Key>> ofAny(List<Match> parts) {
        Map<Dimension, Set<Key>> either = new EnumMap<>(Dimension.class);
        for (int i = 0; i < parts.size(); i++) {
            Map<Dimension, Set<Key>> one = of(parts.get(i));
            if (i == 0) {
                one.forEach((dimension, keys) -> either.put(dimension, new HashSet<>(keys)));
            }
            either.keySet().retainAll(one.keySet());
            either.forEach((dimension, keys) -> keys.addAll(one.getOrDefault(dimension, Set.of())));
        }
        return either;
    }

    private static Map<Dimension, Set<Key>> codes(Dimension dimension, Set<Integer> codes) {
        return Map.of(dimension, codes.stream().map(Key.Code::new).collect(Collectors.toSet()));
    }

    private static Map<Dimension, Set<Key>> names(Dimension dimension, List<NamePattern> patterns) {
        return Map.of(dimension, patterns.stream().map(Key.Name::new).collect(Collectors.toSet()));
    }

    private static Set<Key> keys(Match.From from) {
        return Stream.concat(
                        from.peers().stream().map(Key.Peer::new),
                        from.groups().stream().map(Key.Group::new))
                .collect(Collectors.toSet());
    }

    private static Dimension dimension(Match.NameField field) {
        return switch (field) {
            case DESTINATION_REALM -> Dimension.DESTINATION_REALM;
            case ORIGIN_REALM -> Dimension.ORIGIN_REALM;
            case ORIGIN_HOST -> Dimension.ORIGIN_HOST;
        };
    }
}
