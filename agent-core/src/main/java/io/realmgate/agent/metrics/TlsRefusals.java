package io.realmgate.agent.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each {@link TlsRefusal} happened since the start. From any thread. */
public final class TlsRefusals {
    private final Map<TlsRefusal, LongAdder> counts = new EnumMap<>(TlsRefusal.class);

    public TlsRefusals() {
        for (TlsRefusal reason : TlsRefusal.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    public void count(TlsRefusal reason) {
        LongAdder count = counts.get(reason);
        if (count != null) {
            count.increment();
        }
    }

    /** A copy. */
    public Map<TlsRefusal, Long> copy() {
        Map<TlsRefusal, Long> copy = new EnumMap<>(TlsRefusal.class);
        counts.forEach((reason, count) -> copy.put(reason, count.sum()));
        return copy;
    }
}
