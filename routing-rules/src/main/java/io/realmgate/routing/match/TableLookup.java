package io.realmgate.routing.match;

import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.match.Places.Place;
import io.realmgate.routing.model.LookupKey;
import io.realmgate.routing.model.SubscriberSource;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.table.LookupTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Finds what a table says of something in a message. Immutable; {@link #find} allocates nothing. */
final class TableLookup {

    private final LookupTable table;
    private final @Nullable Function<MessageFacts, @Nullable Octets> name;
    private final Places places;
    private final @Nullable LongToIntFunction numbers;
    private final Map<Encoding, ToIntFunction<Octets>> searches = new EnumMap<>(Encoding.class);

    TableLookup(LookupKey key, LookupTable table, AvpSlots slots) {
        this.table = table;
        this.name = key instanceof LookupKey.Name named ? NameCondition.reader(named.field()) : null;
        List<SubscriberSource> sources = key instanceof LookupKey.Contents contents ? contents.sources() : List.of();
        this.places = slots.of(sources);
        this.numbers = table.kind() == LookupTable.Kind.DIGITS ? table::find : null;
        for (SubscriberSource source : sources) {
            Encoding encoding = source.encoding();
            searches.put(encoding, value -> table.find(value, encoding));
        }
    }

    /** Number of the value in the table, 0 if the table has no row for it. */
    int find(MessageFacts facts) {
        if (name != null) {
            Octets value = name.apply(facts);
            return value == null ? 0 : table.find(value, Encoding.TEXT);
        }
        for (Place place : places.of(facts)) {
            int found = numbers != null
                    ? facts.firstFound(place.avp(), place.encoding(), numbers)
                    : facts.firstFound(place.avp(), Objects.requireNonNull(searches.get(place.encoding())));
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
        return places.seen(facts);
    }
}
