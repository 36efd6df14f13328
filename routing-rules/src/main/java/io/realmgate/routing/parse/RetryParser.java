package io.realmgate.routing.parse;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.ResultValue;
import io.realmgate.routing.model.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code retry { on = [peer-lost, timeout, 3004], attempt-timeout = 1500ms, deadline = 4s }}. */
final class RetryParser {

    private static final String PEER_LOST = "peer-lost";
    private static final String TIMEOUT = "timeout";
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Dictionary dictionary;
    private final Fields fields;

    RetryParser(Dictionary dictionary, ConfigObject retry, Report report) {
        this.dictionary = dictionary;
        this.fields = new Fields(retry, report);
    }

    /** The policy, or null if something in it is wrong, which is then reported. */
    @Nullable
    RetryPolicy parse() {
        fields.allow("on", "attempt-timeout", "deadline");
        Long attempt = nanos("attempt-timeout");
        Long deadline = nanos("deadline");
        if (attempt == null || deadline == null) {
            return null;
        }
        ConfigValue causes = fields.get("on");
        if (causes == null) {
            RetryPolicy usual = RetryPolicy.DEFAULT;
            return checked(usual.onPeerLost(), attempt > 0, usual.onResults(), attempt, deadline);
        }
        // An empty list says that nothing is ever sent again.
        List<Scalar> on = causes instanceof ConfigList list && list.isEmpty() ? List.of() : fields.scalars("on");
        boolean peerLost = false;
        boolean timeout = false;
        List<ResultValue> results = new ArrayList<>();
        for (Scalar cause : on) {
            if (cause.text().equals(PEER_LOST)) {
                peerLost = true;
            } else if (cause.text().equals(TIMEOUT)) {
                timeout = true;
            } else {
                ResultValue result = result(cause);
                if (result == null) {
                    return null;
                }
                results.add(result);
            }
        }
        return checked(peerLost, timeout, results, attempt, deadline);
    }

    private @Nullable ResultValue result(Scalar cause) {
        String text = cause.text();
        boolean isResult = Numbers.unsigned(text) >= 0
                || text.indexOf(':') >= 0
                || dictionary.resultCode(text).isPresent()
                || !dictionary.experimentalResults(text).isEmpty();
        if (!isResult) {
            List<String> known = new ArrayList<>(List.of(PEER_LOST, TIMEOUT));
            known.addAll(dictionary.resultCodeNames());
            known.addAll(dictionary.experimentalResultNames());
            String causes = PEER_LOST + ", " + TIMEOUT + " or a result: 3004, \"10415:5001\", or its name";
            fields.report()
                    .error(
                            cause.origin(),
                            "unknown cause \"" + text + "\" of a retry",
                            fields.report().suggest(text, known, causes));
            return null;
        }
        return new CodeParser(dictionary, fields.report()).errorAnswer(cause);
    }

    private @Nullable RetryPolicy checked(
            boolean peerLost, boolean timeout, List<ResultValue> results, long attempt, long deadline) {
        if (timeout && attempt == 0) {
            fields.report()
                    .error(
                            fields.object(),
                            "retry on timeout needs an \"attempt-timeout\"",
                            "shorter than the time a request may wait in all");
            return null;
        }
        if (deadline > 0 && attempt >= deadline) {
            fields.report().error(fields.object(), "\"attempt-timeout\" must be shorter than \"deadline\"", null);
            return null;
        }
        return new RetryPolicy(peerLost, timeout, results, attempt, deadline);
    }

    /** Nanoseconds of a duration, 0 if it is missing, null if it is wrong. */
    private @Nullable Long nanos(String key) {
        ConfigValue value = fields.get(key);
        if (value == null) {
            return 0L;
        }
        try {
            Duration duration = fields.object().toConfig().getDuration(key);
            if (duration.toMillis() > 0 && duration.compareTo(LONGEST) <= 0) {
                return duration.toNanos();
            }
        } catch (ConfigException e) {
            // Reported below, with the form that is expected.
        }
        fields.report().error(value, "\"" + key + "\" must be a duration from 1ms to 1h", "such as 1500ms or 4s");
        return null;
    }
}
