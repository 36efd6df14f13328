package io.realmgate.routing.match;

import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.model.SubscriberSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where messages of one application, or of all, keep something.
 *
 * @param application 32 unsigned bits; not heeded where {@code everywhere} is true
 */
record Place(int application, boolean everywhere, AvpSlot avp) {

    static Place of(SubscriberSource source, AvpSlots slots) {
        Integer application = source.application();
        return new Place(application == null ? 0 : application, application == null, slots.of(source.path()));
    }

    boolean isFor(MessageFacts facts) {
        return everywhere || facts.application() == application;
    }

    /** What the message has at these places, for people to read. */
    static String seen(Stream<Place> places, MessageFacts facts) {
        List<String> values = new ArrayList<>();
        places.filter(place -> place.isFor(facts))
                .forEach(place -> facts.anyAvp(place.avp, value -> {
                    values.add(Names.text(value));
                    return false;
                }));
        return values.isEmpty() ? NameCondition.ABSENT : String.join(", ", values);
    }
}
