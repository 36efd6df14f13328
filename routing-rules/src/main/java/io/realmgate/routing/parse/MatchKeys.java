package io.realmgate.routing.parse;

import com.typesafe.config.ConfigValue;
import io.realmgate.routing.model.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The keys that a match may have, and what to say of one that is in the wrong place.
 *
 * @param known in the order that operators are shown
 * @param misplaced keys of the language that mean nothing there, each with a hint
 */
record MatchKeys(String where, List<String> known, Map<String, String> misplaced) {

    private static final String PHASE = "phase";

    private static final MatchKeys REQUEST = new MatchKeys(
            "about requests",
            List.of(
                    "application",
                    "command",
                    "from",
                    "listener",
                    "destination-host",
                    "destination-realm",
                    "origin-realm",
                    "origin-host",
                    "origin-realm-matches-peer",
                    "origin-plmn-matches-imsi",
                    "flags",
                    "size",
                    "cc-request-type",
                    "accounting-record-type",
                    "drmp-priority",
                    "imsi",
                    "msisdn",
                    "public-identity",
                    "visited-plmn",
                    "apn",
                    "avp",
                    "group-up",
                    "any",
                    "not"),
            Map.of(
                    "asked-by",
                    "from says who asks",
                    "result",
                    "answers have one: phase = answer",
                    "experimental-result",
                    "answers have one: phase = answer"));

    private static final MatchKeys ANSWER = new MatchKeys(
            "about answers",
            List.of(
                    "application",
                    "command",
                    "from",
                    "asked-by",
                    "result",
                    "experimental-result",
                    "origin-realm",
                    "origin-host",
                    "origin-realm-matches-peer",
                    "origin-plmn-matches-imsi",
                    "flags",
                    "size",
                    "cc-request-type",
                    "accounting-record-type",
                    "imsi",
                    "msisdn",
                    "public-identity",
                    "visited-plmn",
                    "apn",
                    "avp",
                    "any",
                    "not"),
            Map.of(
                    "destination-host",
                    "an answer goes back the way of its request: asked-by says to whom",
                    "destination-realm",
                    "an answer goes back the way of its request: asked-by says to whom",
                    "listener",
                    "from says who answered, asked-by who asked",
                    "group-up",
                    "an answer goes back the way of its request, to nobody else",
                    "drmp-priority",
                    "that of an answer is that of its request, RFC 7944"));

    /** Those inside {@code any} and {@code not}. */
    static MatchKeys nested(Phase phase) {
        return phase == Phase.ANSWER ? ANSWER : REQUEST;
    }

    /** Those of a rule's match itself. */
    static MatchKeys ofRule(Phase phase) {
        MatchKeys nested = nested(phase);
        List<String> known = new ArrayList<>(nested.known);
        known.add(PHASE);
        return new MatchKeys(nested.where, known, nested.misplaced);
    }

    /** Reports every key that may not be there. */
    void check(Fields fields) {
        ConfigValue phase = known.contains(PHASE) ? null : fields.get(PHASE);
        if (phase != null) {
            fields.report().error(phase, "\"phase\" is for a whole rule", "match { phase = answer, … }");
        }
        new TreeMap<>(misplaced).forEach((key, hint) -> {
            ConfigValue value = fields.get(key);
            if (value != null) {
                fields.report().error(value, "\"" + key + "\" means nothing in a rule " + where, hint);
            }
        });
        fields.allow(known, told());
    }

    private Set<String> told() {
        Set<String> told = new HashSet<>(misplaced.keySet());
        told.add(PHASE);
        return told;
    }
}
