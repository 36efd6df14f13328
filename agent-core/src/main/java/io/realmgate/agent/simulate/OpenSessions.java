package io.realmgate.agent.simulate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Session-Ids that a client has opened and not ended; the oldest are forgotten beyond a bound. Of one event loop. */
final class OpenSessions {
    private static final int BOUND = 10_000;

    private final Map<String, Boolean> open = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > BOUND;
        }
    };

    void opened(@Nullable String session) {
        if (session != null) {
            open.put(session, true);
        }
    }

    void ended(@Nullable String session) {
        open.remove(session);
    }

    boolean contains(@Nullable String session) {
        return open.containsKey(session);
    }
}
