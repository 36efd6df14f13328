package io.realmgate.routing.match;

import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.LookupKey;
import io.realmgate.routing.model.SubscriberSource;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.table.LookupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Finds what a table says of something in a message. Immutable; {@link #find} allocates nothing. */
final class TableLookup {

    /** A place to look at, and the search for what is found there. */
    private record Searched(Place place, ToIntFunction<Octets> search) {}

    private final LookupTable table;
    private final @Nullable Function<MessageFacts, @Nullable Octets> name;
    private final List<Searched> places = new ArrayList<>();

    TableLookup(LookupKey key, LookupTable table, AvpSlots slots) {
        this.table = table;
        this.name = key instanceof LookupKey.Name named ? NameCondition.reader(named.field()) : null;
        if (key instanceof LookupKey.Contents contents) {
            for (SubscriberSource source : contents.sources()) {
                Encoding encoding = source.encoding();
                places.add(new Searched(Place.of(source, slots), value -> table.find(value, encoding)));
            }
        }
    }

    /** Number of the value in the table, 0 if the table has no row for it. */
    int find(MessageFacts facts) {
        if (name != null) {
            Octets value = name.apply(facts);
            return value == null ? 0 : table.find(value, Encoding.TEXT);
        }
        for (int i = 0; i < places.size(); i++) {
            Searched one = places.get(i);
            Place place = one.place();
            int found = place.isFor(facts) ? facts.firstFound(place.avp(), one.search()) : 0;
            if (found != 0) {
                return found;
            }
        }
        return 0;
    }

    LookupTable table() {
        return table;
    }

    /** What the message has there, for people to read. */
    String seen(MessageFacts facts) {
        if (name != null) {
            Octets value = name.apply(facts);
            return value == null ? NameCondition.ABSENT : Names.text(value);
        }
        return Place.seen(places.stream().map(Searched::place), facts);
    }
}
