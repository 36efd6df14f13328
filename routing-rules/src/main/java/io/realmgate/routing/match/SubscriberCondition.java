package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Octets;
import io.realmgate.routing.match.Places.Place;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds if what the request's application says of the subscriber is one of some values. */
final class SubscriberCondition implements Condition {

    private final Match.Subscriber match;
    private final Places places;
    private final @Nullable DigitSet digits;
    private final Map<Encoding, Predicate<Octets>> tests = new EnumMap<>(Encoding.class);

    SubscriberCondition(Match.Subscriber match, AvpSlots slots) {
        this.match = match;
        this.places = slots.of(match.sources());
        this.digits = match.values() instanceof Match.Values.Digits ranges ? new DigitSet(ranges.ranges()) : null;
        if (digits == null) {
            // Shared by all places of one encoding: there are many places, and may be a hundred thousand rules.
            Function<Encoding, Predicate<Octets>> test = test(match.values());
            match.sources().forEach(source -> tests.computeIfAbsent(source.encoding(), test));
        }
    }

    private static Function<Encoding, Predicate<Octets>> test(Match.Values values) {
        if (values instanceof Match.Values.Plmns plmns) {
            Networks networks = new Networks(plmns.networks());
            return encoding -> value -> {
                int network = Networks.read(value, encoding);
                return network != Networks.NONE && networks.contains(network);
            };
        }
        TextSet set = new TextSet(((Match.Values.Texts) values).patterns());
        return encoding -> set::contains;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        for (Place place : places.of(facts)) {
            boolean found = digits != null
                    ? facts.anyNumber(place.avp(), place.encoding(), digits)
                    : facts.anyAvp(place.avp(), Objects.requireNonNull(tests.get(place.encoding())));
            if (found) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts) ? null : new Failure(match.subject().key(), match.written(), places.seen(facts));
    }
}
