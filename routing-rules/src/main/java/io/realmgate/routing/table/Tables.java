package io.realmgate.routing.table;

import io.realmgate.routing.model.Target;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of one set, by name. Immutable. */
public final class Tables {

    /** No table. */
    public static final Tables NONE = new Tables(List.of());

    private final SortedMap<String, Entry> byName;

    /**
     * A table and what its values name.
     *
     * @param targets a peer or group for each value of a column {@code to}, in the order of their numbers; else empty
     */
    public record Entry(LookupTable table, List<Target> targets) {
        public Entry {
            targets = List.copyOf(targets);
        }
    }

    /** Tables of different names. */
    public Tables(Collection<Entry> entries) {
        SortedMap<String, Entry> named = new TreeMap<>();
        entries.forEach(entry -> named.put(entry.table().name(), entry));
        byName = Collections.unmodifiableSortedMap(named);
    }

    /** The table of this name, or null. */
    public @Nullable Entry get(String name) {
        return byName.get(name);
    }

    /** All, by name. */
    public Collection<Entry> all() {
        return byName.values();
    }
}
