package io.realmgate.routing.match;

import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.SubscriberSource;
import io.realmgate.routing.table.Digits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds if what the request's application says of the subscriber is one of some values. */
final class SubscriberCondition implements Condition {

    /** A place to look at, and the test for what is found there. */
    private record Tested(Place place, Predicate<Octets> test) {}

    private final Match.Subscriber match;
    private final List<Tested> places = new ArrayList<>();

    SubscriberCondition(Match.Subscriber match, AvpSlots slots) {
        this.match = match;
        // Shared by all places of one encoding: there are many places, and may be a hundred thousand rules.
        Map<SubscriberSource.Encoding, Predicate<Octets>> tests = tests(match);
        for (SubscriberSource source : match.sources()) {
            places.add(new Tested(Place.of(source, slots), Objects.requireNonNull(tests.get(source.encoding()))));
        }
    }

    private static Map<SubscriberSource.Encoding, Predicate<Octets>> tests(Match.Subscriber match) {
        Function<SubscriberSource.Encoding, Predicate<Octets>> test = test(match.values());
        Map<SubscriberSource.Encoding, Predicate<Octets>> tests = new EnumMap<>(SubscriberSource.Encoding.class);
        match.sources().forEach(source -> tests.computeIfAbsent(source.encoding(), test));
        return tests;
    }

    private static Function<SubscriberSource.Encoding, Predicate<Octets>> test(Match.Values values) {
        if (values instanceof Match.Values.Digits digits) {
            DigitSet set = new DigitSet(digits.ranges());
            return encoding -> value -> {
                long number = Digits.read(value, encoding);
                return number != Digits.NONE && set.contains(number);
            };
        } else if (values instanceof Match.Values.Plmns plmns) {
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
        for (int i = 0; i < places.size(); i++) {
            Tested one = places.get(i);
            Place place = one.place();
            if (place.isFor(facts) && facts.anyAvp(place.avp(), one.test())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Failure failure(MessageFacts facts) {
        return holds(facts) ? null : new Failure(match.subject().key(), match.written(), seen(facts));
    }

    private String seen(MessageFacts facts) {
        return Place.seen(places.stream().map(Tested::place), facts);
    }
}
