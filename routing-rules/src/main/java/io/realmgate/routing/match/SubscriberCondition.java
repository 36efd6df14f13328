package io.realmgate.routing.match;

import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Condition;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.SubscriberSource;
import io.realmgate.routing.table.Digits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds if what the request's application says of the subscriber is one of some values. */
final class SubscriberCondition implements Condition {

    /** A place to look at, and the test for what is found there. */
    private record Place(int application, boolean everywhere, AvpSlot avp, Predicate<Octets> test) {

        boolean isFor(MessageFacts facts) {
            return everywhere || facts.application() == application;
        }
    }

    private final Match.Subscriber match;
    private final List<Place> places = new ArrayList<>();

    SubscriberCondition(Match.Subscriber match, AvpSlots slots) {
        this.match = match;
        for (SubscriberSource source : match.sources()) {
            Integer application = source.application();
            places.add(new Place(
                    application == null ? 0 : application,
                    application == null,
                    slots.of(source.path()),
                    test(match.values(), source.encoding())));
        }
    }

    private static Predicate<Octets> test(Match.Values values, SubscriberSource.Encoding encoding) {
        if (values instanceof Match.Values.Digits digits) {
            DigitSet set = new DigitSet(digits.ranges());
            return value -> {
                long number = Digits.read(value, encoding);
                return number != Digits.NONE && set.contains(number);
            };
        } else if (values instanceof Match.Values.Plmns plmns) {
            Networks networks = new Networks(plmns.networks());
            return value -> {
                int network = Networks.read(value, encoding);
                return network != Networks.NONE && networks.contains(network);
            };
        }
        return new TextSet(((Match.Values.Texts) values).patterns())::contains;
    }

    @Override
    public boolean holds(MessageFacts facts) {
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (place.isFor(facts) && facts.anyAvp(place.avp(), place.test())) {
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
        List<String> values = new ArrayList<>();
        for (Place place : places) {
            if (place.isFor(facts)) {
                facts.anyAvp(place.avp(), value -> {
                    values.add(Names.text(value));
                    return false;
                });
            }
        }
        return values.isEmpty() ? NameCondition.ABSENT : String.join(", ", values);
    }
}
