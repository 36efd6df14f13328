package io.realmgate.routing.match;

import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.SubscriberSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the AVPs that the rules of a table ask for. */
final class AvpSlots {

    private final Map<AvpPath, AvpSlot> byPath = new HashMap<>();
    private final List<AvpSlot> inOrder = new ArrayList<>();
    private final Map<List<SubscriberSource>, Places> places = new HashMap<>();

    AvpSlot of(AvpPath path) {
        AvpSlot known = byPath.get(path);
        if (known == null) {
            known = new AvpSlot(inOrder.size(), path);
            byPath.put(path, known);
            inOrder.add(known);
        }
        return known;
    }

    /** The places that these sources are. */
    Places of(List<SubscriberSource> sources) {
        Places known = places.get(sources);
        if (known == null) {
            known = new Places(sources, this);
            places.put(List.copyOf(sources), known);
        }
        return known;
    }

    List<AvpSlot> inOrder() {
        return inOrder;
    }
}
