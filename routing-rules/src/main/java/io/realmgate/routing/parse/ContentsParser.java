package io.realmgate.routing.parse;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.AvpTest;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.SubscriberKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a match that ask for more of a message than routing needs. */
final class ContentsParser {

    /** RFC 8506 8.3. */
    private static final Map<String, Long> REQUEST_TYPES =
            Map.of("INITIAL_REQUEST", 1L, "UPDATE_REQUEST", 2L, "TERMINATION_REQUEST", 3L, "EVENT_REQUEST", 4L);

    /** RFC 6733 9.8.1. */
    private static final Map<String, Long> RECORD_TYPES =
            Map.of("EVENT_RECORD", 1L, "START_RECORD", 2L, "INTERIM_RECORD", 3L, "STOP_RECORD", 4L);

    /** The flags of a request (RFC 6733 3); a request with an E bit is never routed. */
    private static final Map<String, Integer> REQUEST_FLAGS = Map.of("P", 0x40, "T", 0x10);

    /** The flags of an answer, which must not have a T bit (RFC 6733 3). */
    private static final Map<String, Integer> ANSWER_FLAGS = Map.of("P", 0x40, "E", 0x20);

    private static final int CC_REQUEST_TYPE = 416;
    private static final int ACCOUNTING_RECORD_TYPE = 480;
    private static final int DRMP = 301;
    /** PRIORITY_10 is what a message without DRMP has (RFC 7944 9.1). */
    private static final long DEFAULT_PRIORITY = 10;

    private static final long LOWEST_PRIORITY = 15;

    private final AvpMatchParser avps;
    private final SubscriberParser subscribers;
    private final LookupParser lookups;
    private final PeerNames names;
    private final Phase phase;
    private final Report report;

    ContentsParser(Dictionary dictionary, PeerNames names, Allowance allowance, Phase phase, Report report) {
        this.lookups = new LookupParser(dictionary, names, allowance, report);
        this.avps = new AvpMatchParser(dictionary, lookups, allowance, report);
        this.subscribers = new SubscriberParser(dictionary, report);
        this.names = names;
        this.phase = phase;
        this.report = report;
    }

    /** Adds the tests that {@code fields} asks for, cheap ones first. */
    void addTo(List<Match> parts, Fields fields) {
        Boolean expected = fields.bool("origin-realm-matches-peer");
        if (expected != null) {
            parts.add(new Match.OriginRealmMatchesPeer(expected));
        }
        addFlags(parts, fields);
        if (fields.get("size") != null) {
            List<Scalar> sizes = fields.scalars("size");
            parts.add(new Match.Size(RangeParser.parse(sizes, "size", report), Written.of(fields.get("size"))));
        }
        addNamedNumber(parts, fields, "cc-request-type", CC_REQUEST_TYPE, REQUEST_TYPES);
        addNamedNumber(parts, fields, "accounting-record-type", ACCOUNTING_RECORD_TYPE, RECORD_TYPES);
        addPriority(parts, fields);
        for (SubscriberKey key : SubscriberKey.values()) {
            ConfigValue value = fields.get(key.key());
            if (value instanceof ConfigObject table) {
                add(parts, lookups.match(key, table));
            } else if (value != null) {
                parts.add(subscribers.parse(key, fields.scalars(key.key()), value));
            }
        }
        expected = fields.bool("origin-plmn-matches-imsi");
        if (expected != null) {
            parts.add(new Match.OriginPlmnMatchesImsi(expected, subscribers.sources(SubscriberKey.IMSI)));
        }
        ConfigValue avp = fields.get("avp");
        add(parts, avp == null ? null : avps.parse(avp));
        addGroups(parts, fields);
    }

    private static void add(List<Match> parts, @Nullable Match test) {
        if (test != null) {
            parts.add(test);
        }
    }

    private void addFlags(List<Match> parts, Fields fields) {
        ConfigValue value = fields.get("flags");
        if (value == null) {
            return;
        }
        boolean answer = phase == Phase.ANSWER;
        int bits = 0;
        for (Scalar flag : fields.scalars("flags")) {
            Integer bit = (answer ? ANSWER_FLAGS : REQUEST_FLAGS).get(flag.text());
            if (bit == null) {
                report.error(
                        flag.origin(),
                        "unknown flag \"" + flag.text() + "\"",
                        "P (proxiable) or " + (answer ? "E (error)" : "T (potentially re-transmitted)"));
            } else {
                bits |= bit;
            }
        }
        parts.add(new Match.Flags(bits, Written.of(value)));
    }

    private void addNamedNumber(List<Match> parts, Fields fields, String key, int code, Map<String, Long> known) {
        ConfigValue written = fields.get(key);
        if (written == null) {
            return;
        }
        List<AvpTest.Range> numbers = new ArrayList<>();
        for (Scalar value : fields.scalars(key)) {
            Long number = known.get(value.text());
            if (number == null && known.containsValue(Numbers.unsigned(value.text()))) {
                number = Numbers.unsigned(value.text());
            }
            if (number == null) {
                report.error(
                        value.origin(),
                        "unknown value \"" + value.text() + "\" of \"" + key + "\"",
                        report.suggest(value.text(), known.keySet(), "1 to 4, or a name"));
            } else {
                numbers.add(new AvpTest.Range(number, number));
            }
        }
        parts.add(avp(key, code, new AvpTest.Numbers(numbers, true, false), written));
    }

    private void addPriority(List<Match> parts, Fields fields) {
        ConfigValue written = fields.get("drmp-priority");
        if (written == null) {
            return;
        }
        List<AvpTest.Range> ranges = RangeParser.parse(fields.scalars("drmp-priority"), "drmp-priority", report);
        if (ranges.stream().anyMatch(range -> range.least() < 0 || range.most() > LOWEST_PRIORITY)) {
            report.error(written, "\"drmp-priority\" is 0 (highest) to " + LOWEST_PRIORITY, "RFC 7944 9.1");
        }
        boolean orAbsent = ranges.stream().anyMatch(range -> range.contains(DEFAULT_PRIORITY));
        parts.add(avp("drmp-priority", DRMP, new AvpTest.Numbers(ranges, true, orAbsent), written));
    }

    private static Match avp(String key, int code, AvpTest test, ConfigValue written) {
        AvpPath path = new AvpPath(List.of(new AvpPath.Step(code, 0, null)));
        return new Match.Avp(key, path, test, Written.of(written));
    }

    private void addGroups(List<Match> parts, Fields fields) {
        @Nullable ConfigValue written = fields.get("group-up");
        if (written == null) {
            return;
        }
        List<String> groups = new ArrayList<>();
        for (Scalar group : fields.scalars("group-up")) {
            if (names.isGroup(group.text())) {
                groups.add(group.text());
            } else {
                names.reportUnknownGroup(group, report);
            }
        }
        parts.add(new Match.GroupUp(groups, Written.of(written)));
    }
}
