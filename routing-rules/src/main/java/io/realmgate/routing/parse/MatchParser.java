package io.realmgate.routing.parse;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Target;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the match of a rule about requests or about answers. The parts of what it returns are in an order of its own, cheap tests
 * first: the order of keys in a file means nothing.
 */
final class MatchParser {

    private final CodeParser codes;
    private final PeerNames names;
    private final ContentsParser contents;
    private final LookupParser lookups;
    private final ResultParser results;
    private final Phase phase;
    private final Report report;

    MatchParser(Dictionary dictionary, PeerNames names, Allowance allowance, Phase phase, Report report) {
        this.codes = new CodeParser(dictionary, report);
        this.names = names;
        this.contents = new ContentsParser(dictionary, names, allowance, phase, report);
        this.lookups = new LookupParser(dictionary, names, allowance, report);
        this.results = new ResultParser(dictionary, report);
        this.phase = phase;
        this.report = report;
    }

    /** What the rule with this match is about: requests, if it does not say. */
    static Phase phase(@Nullable ConfigObject match, Report report) {
        Scalar phase = match == null ? null : new Fields(match, report).scalar("phase");
        if (phase == null) {
            return Phase.REQUEST;
        }
        for (Phase known : Phase.values()) {
            if (phase.text().equals(known.word())) {
                return known;
            }
        }
        report.error(phase.origin(), "unknown phase \"" + phase.text() + "\"", "request or answer");
        return Phase.REQUEST;
    }

    Match.AllOf parse(ConfigObject match) {
        MatchKeys.ofRule(phase).check(new Fields(match, report));
        return allOf(match, null);
    }

    /** {@code applications} are those that the objects around this one ask for, or null. */
    private Match.AllOf allOf(ConfigObject object, @Nullable Set<Integer> applications) {
        Fields fields = new Fields(object, report);
        List<Match> parts = new ArrayList<>();
        Set<Integer> known = applications;
        ConfigValue value = fields.get("application");
        if (value != null) {
            known = codes.applications(fields.scalars("application"));
            parts.add(new Match.Application(known, Written.of(value)));
        }
        value = fields.get("command");
        if (value != null) {
            List<Scalar> commands = fields.scalars("command");
            parts.add(new Match.Command(codes.commands(commands, known), Written.of(value)));
            if (phase == Phase.REQUEST) {
                codes.warnOfAnswers(commands);
            }
        }
        value = fields.get("from");
        if (value != null) {
            parts.add(from(fields.scalars("from"), Written.of(value)));
        }
        value = fields.get("listener");
        if (value != null) {
            parts.add(listener(fields.scalars("listener"), Written.of(value)));
        }
        addAnswer(parts, fields);
        value = fields.get("destination-host");
        if (value != null) {
            parts.add(destinationHost(fields.scalars("destination-host"), Written.of(value)));
        }
        for (Match.NameField field : Match.NameField.values()) {
            value = fields.get(field.key());
            if (value instanceof ConfigObject table) {
                Match match = lookups.match(field, table);
                if (match != null) {
                    parts.add(match);
                }
            } else if (value != null) {
                parts.add(new Match.Name(field, patterns(fields.scalars(field.key()), field.key()), Written.of(value)));
            }
        }
        contents.addTo(parts, fields);
        addAny(parts, fields, known);
        addNot(parts, fields, known);
        return new Match.AllOf(parts);
    }

    private void addAnswer(List<Match> parts, Fields fields) {
        ConfigValue value = phase == Phase.ANSWER ? fields.get("asked-by") : null;
        if (value != null) {
            parts.add(new Match.AskedBy(from(fields.scalars("asked-by"), Written.of(value))));
        }
        value = phase == Phase.ANSWER ? fields.get("result") : null;
        if (value != null) {
            parts.add(new Match.Result("result", results.results(fields.scalars("result")), Written.of(value)));
        }
        value = phase == Phase.ANSWER ? fields.get("experimental-result") : null;
        if (value != null) {
            List<Scalar> values = fields.scalars("experimental-result");
            parts.add(new Match.Result("experimental-result", results.experimental(values), Written.of(value)));
        }
    }

    private Match.From from(List<Scalar> values, String written) {
        Set<String> peers = new HashSet<>();
        Set<String> groups = new HashSet<>();
        for (Scalar value : values) {
            Target target = names.resolve(value, report);
            if (target instanceof Target.ToPeer peer) {
                peers.add(peer.identity());
            } else if (target instanceof Target.ToGroup group) {
                groups.add(group.group());
            }
        }
        return new Match.From(peers, groups, written);
    }

    private Match listener(List<Scalar> values, String written) {
        Set<String> listeners = new HashSet<>();
        for (Scalar value : values) {
            if (names.isListener(value, report)) {
                listeners.add(value.text());
            }
        }
        return new Match.Listener(listeners, written);
    }

    private Match destinationHost(List<Scalar> values, String written) {
        Set<Match.HostState> states = EnumSet.noneOf(Match.HostState.class);
        List<Scalar> named = new ArrayList<>();
        for (Scalar value : values) {
            Match.HostState state = state(value.text());
            if (state == null) {
                named.add(value);
            } else {
                states.add(state);
            }
        }
        return new Match.DestinationHost(states, patterns(named, "destination-host"), written);
    }

    private static Match.@Nullable HostState state(String word) {
        for (Match.HostState state : Match.HostState.values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        return null;
    }

    private List<NamePattern> patterns(List<Scalar> values, String key) {
        List<NamePattern> patterns = new ArrayList<>();
        for (Scalar value : values) {
            NamePattern pattern = DiameterName.pattern(value, key, report);
            if (pattern != null) {
                patterns.add(pattern);
            }
        }
        return patterns;
    }

    private void addAny(List<Match> parts, Fields fields, @Nullable Set<Integer> applications) {
        ConfigValue any = fields.get("any");
        if (any == null) {
            return;
        }
        if (!(any instanceof ConfigList list) || list.isEmpty()) {
            report.error(any, "\"any\" must be a list of alternatives", "any = [ { … }, { … } ]");
            return;
        }
        List<Match> alternatives = new ArrayList<>();
        for (ConfigValue element : list) {
            ConfigObject object = nested("any", element);
            if (object != null) {
                alternatives.add(allOf(object, applications));
            }
        }
        parts.add(new Match.AnyOf(alternatives));
    }

    private void addNot(List<Match> parts, Fields fields, @Nullable Set<Integer> applications) {
        ConfigValue not = fields.get("not");
        if (not == null) {
            return;
        }
        List<ConfigValue> excluded = not instanceof ConfigList list ? list : List.of(not);
        if (excluded.isEmpty()) {
            report.error(not, "\"not\" is an empty list", null);
        }
        for (ConfigValue element : excluded) {
            ConfigObject object = nested("not", element);
            if (object != null) {
                parts.add(new Match.Not(allOf(object, applications)));
            }
        }
    }

    private @Nullable ConfigObject nested(String key, ConfigValue value) {
        if (!(value instanceof ConfigObject object)) {
            report.error(
                    value, "\"" + key + "\" must hold objects", key.equals("any") ? "any = [ { … } ]" : "not { … }");
            return null;
        }
        if (object.isEmpty()) {
            report.error(value, "an empty object in \"" + key + "\" matches everything", null);
            return null;
        }
        MatchKeys.nested(phase).check(new Fields(object, report));
        return object;
    }
}
