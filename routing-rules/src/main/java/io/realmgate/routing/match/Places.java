package io.realmgate.routing.match;

import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.model.SubscriberSource;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where messages keep something: for each application the places that are its own and those of all, in the order that they are
 * looked at. Immutable, and the same for all rules that ask for the same thing.
 */
final class Places {

    private final int[] applications;
    private final Place[][] byApplication;
    private final Place[] elsewhere;

    /** One AVP, and what its value looks like. */
    record Place(AvpSlot avp, Encoding encoding) {}

    Places(List<SubscriberSource> sources, AvpSlots slots) {
        applications = sources.stream()
                .map(SubscriberSource::application)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .sorted()
                .distinct()
                .toArray();
        Place[] all = sources.stream()
                .map(source -> new Place(slots.of(source.path()), source.encoding()))
                .toArray(Place[]::new);
        byApplication = new Place[applications.length][];
        for (int i = 0; i < applications.length; i++) {
            byApplication[i] = some(sources, all, applications[i]);
        }
        elsewhere = some(sources, all, null);
    }

    private static Place[] some(List<SubscriberSource> sources, Place[] all, @Nullable Integer application) {
        List<Place> some = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            Integer of = sources.get(i).application();
            if (of == null || of.equals(application)) {
                some.add(all[i]);
            }
        }
        return some.toArray(Place[]::new);
    }

    /** Those of the message's application, not to be changed. */
    Place[] of(MessageFacts facts) {
        int at = Arrays.binarySearch(applications, facts.application());
        return at < 0 ? elsewhere : byApplication[at];
    }

    /** What the message has there, for people to read. */
    String seen(MessageFacts facts) {
        List<String> values = new ArrayList<>();
        for (Place place : of(facts)) {
            facts.anyAvp(place.avp(), value -> {
                values.add(Names.text(value));
                return false;
            });
        }
        return values.isEmpty() ? NameCondition.ABSENT : String.join(", ", values);
    }
}
