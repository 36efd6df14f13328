package io.realmgate.routing.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.Question;
import io.realmgate.routing.explain.Way;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.ruletest.RuleTest;
import io.realmgate.routing.ruletest.RuleTest.Expected;
import io.realmgate.routing.ruletest.RuleTest.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads files of {@link RuleTest}s, against the rules and peers that they are about. */
public final class RuleTestParser {

    private static final String BY_DESTINATION = "by-destination";
    private static final int MOST_LISTED = 10;

    private final Dictionary dictionary;
    private final PeerDirectory directory;
    private final PeerNames names = new PeerNames(true, null);
    private final Set<String> listeners;
    /** Names of the rules, in their order. */
    private final Set<String> rules;

    private final List<String> actions = new ArrayList<>(RuleFileParser.ACTIONS);
    private final List<RuleTest> tests = new ArrayList<>();
    private final Map<String, Place> named = new HashMap<>();

    private RuleTestParser(List<Rule> rules, PeerDirectory directory, Dictionary dictionary, Set<String> listeners) {
        this.listeners = listeners;
        this.dictionary = dictionary;
        this.directory = directory;
        this.rules = rules.stream().map(Rule::name).collect(Collectors.toCollection(LinkedHashSet::new));
        this.actions.add(BY_DESTINATION);
        directory.peers().forEach(peer -> names.addPeer(peer.identity()));
        directory.accept().forEach(pattern -> names.addPattern(pattern.identity()));
        directory.groups().keySet().forEach(names::addGroup);
    }

    /**
     * What came of reading.
     *
     * @param tests those without mistakes, in the order of the files
     */
    public record Outcome(List<RuleTest> tests, List<Diagnostic> diagnostics) {

        public Outcome {
            tests = List.copyOf(tests);
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /**
     * Reads these files, one after the other. Never throws for what a text says.
     *
     * @param listeners names that there are
     */
    public static Outcome parse(
            List<SourceFile> files,
            List<Rule> rules,
            PeerDirectory directory,
            Dictionary dictionary,
            Set<String> listeners) {
        RuleTestParser parser = new RuleTestParser(rules, directory, dictionary, listeners);
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (SourceFile file : files) {
            Config config = StrictHocon.parse(file, diagnostics);
            if (config != null) {
                parser.read(config.root(), new Report(new Problems(file.name(), diagnostics), ""));
            }
        }
        return new Outcome(parser.tests, diagnostics);
    }

    private void read(ConfigObject file, Report report) {
        Fields fields = new Fields(file, report);
        fields.allow("tests");
        for (ConfigValue entry : fields.list("tests", "tests = [ { name = \"…\", … }, … ]")) {
            if (entry instanceof ConfigObject object) {
                readTest(object, report);
            } else {
                report.error(entry, "a test must be an object", "{ name = \"…\", message { … }, expect { … } }");
            }
        }
    }

    private void readTest(ConfigObject object, Report report) {
        Scalar name = new Fields(object, report.about("test")).required("name");
        Report about = report.about(name == null ? "test" : "test \"" + name.text() + "\"");
        if (name != null) {
            Place earlier = named.putIfAbsent(name.text(), about.place(object));
            if (earlier != null) {
                about.error(name.origin(), "another test has this name", "see " + earlier.text());
            }
        }
        Fields fields = new Fields(object, about);
        fields.allow("name", "message", "peers-down", "expect");
        Message message = message(fields);
        Set<String> down = new HashSet<>();
        for (Scalar peer : fields.scalars("peers-down")) {
            String identity = names.resolvePeer(peer, about);
            if (identity != null) {
                down.add(identity);
            }
        }
        Expected expected = expected(fields);
        if (name != null && message != null && expected != null) {
            tests.add(new RuleTest(name.text(), about.place(object), message, down, expected));
        }
    }

    private static @Nullable ConfigObject object(Fields test, String key, String example) {
        if (test.get(key) == null) {
            test.report().error(test.object(), "\"" + key + "\" is missing", example);
        }
        return test.object(key);
    }

    private @Nullable Message message(Fields test) {
        ConfigObject object = object(test, "message", "message { from = …, application = …, command = … }");
        if (object == null) {
            return null;
        }
        Fields fields = new Fields(object, test.report());
        try {
            if (fields.get("hex") != null) {
                allow(fields, Way.FIELDS, "hex");
                Scalar hex = fields.scalar("hex");
                return hex == null ? null : new Message.Hex(way(fields), hex.text());
            }
            if (fields.get("pcap") != null) {
                allow(fields, Way.FIELDS, "pcap", "frame");
                Scalar file = fields.scalar("pcap");
                OptionalInt frame = fields.number("frame", 1, Integer.MAX_VALUE, 0);
                return file == null || frame.isEmpty()
                        ? null
                        : new Message.Captured(way(fields), file.text(), frame.getAsInt());
            }
            return made(fields);
        } catch (Question.UnclearException e) {
            fields.report().error(object, String.valueOf(e.getMessage()), null);
            return null;
        }
    }

    private static void allow(Fields message, List<String> known, String... others) {
        List<String> all = new ArrayList<>(known);
        all.addAll(List.of(others));
        message.allow(all.toArray(String[]::new));
    }

    /** These fields as they are written. */
    private static Map<String, String> texts(Fields message, List<String> known) {
        Map<String, String> values = new HashMap<>();
        for (String field : known) {
            Scalar value = message.scalar(field);
            if (value != null) {
                values.put(field, value.text());
            }
        }
        return values;
    }

    private Way way(Fields message) throws Question.UnclearException {
        return Way.read(texts(message, Way.FIELDS), listeners);
    }

    private Message made(Fields message) throws Question.UnclearException {
        allow(message, Question.FIELDS, "avps", "hex", "pcap");
        AvpValueParser parser = new AvpValueParser(dictionary, message.report());
        List<RuleTest.Avp> avps = new ArrayList<>();
        for (ConfigValue entry : message.list("avps", "avps = [ { path = User-Name, value = \"…\" } ]")) {
            RuleTest.Avp avp = parser.parse(entry);
            if (avp != null) {
                avps.add(avp);
            }
        }
        return new Message.Made(Question.read(texts(message, Question.FIELDS), dictionary, listeners), avps);
    }

    private @Nullable Expected expected(Fields test) {
        ConfigObject object = object(test, "expect", "expect { rule = \"…\", to = … }");
        if (object == null) {
            return null;
        }
        Fields fields = new Fields(object, test.report());
        fields.allow("rule", "to", "action", "result", "tags", "matched");
        if (object.isEmpty()) {
            test.report().error(object, "nothing is expected", "rule, to, action, result, tags or matched");
            return null;
        }
        Scalar result = fields.scalar("result");
        OptionalInt code =
                result == null ? OptionalInt.empty() : new CodeParser(dictionary, test.report()).errorResult(result);
        return new Expected(
                word(fields, "rule", rules, Expected.NO_RULE),
                fields.get("to") == null ? null : destination(fields.scalars("to"), test.report()),
                word(fields, "action", actions, BY_DESTINATION),
                code.isPresent() ? code.getAsInt() : null,
                words(fields, "tags", null),
                words(fields, "matched", rules));
    }

    /** All words of a list that may be empty; null if there is no such key. */
    private static @Nullable Set<String> words(Fields fields, String key, @Nullable Collection<String> known) {
        if (fields.get(key) == null) {
            return null;
        }
        Set<String> words = new TreeSet<>();
        List<Scalar> written =
                fields.get(key) instanceof ConfigList list && list.isEmpty() ? List.of() : fields.scalars(key);
        for (Scalar word : written) {
            words.add(word.text());
            if (known != null && !known.contains(word.text())) {
                unknown(fields, "rule", word, known);
            }
        }
        return words;
    }

    private static void unknown(Fields fields, String what, Scalar word, Collection<String> known) {
        String all = known.size() > MOST_LISTED ? null : "known: " + String.join(", ", known);
        fields.report()
                .error(
                        word.origin(),
                        "unknown " + what + " \"" + word.text() + "\"",
                        fields.report().suggest(word.text(), known, all));
    }

    private static @Nullable String word(Fields fields, String key, Collection<String> known, String also) {
        Scalar word = fields.scalar(key);
        if (word == null || word.text().equals(also) || known.contains(word.text())) {
            return word == null ? null : word.text();
        }
        unknown(fields, key, word, known);
        return null;
    }

    /** The peers that these names stand for; a group stands for its members. */
    private RuleTest.Destination destination(List<Scalar> written, Report report) {
        Set<String> peers = new HashSet<>();
        for (Scalar name : written) {
            if (names.isGroup(name.text())) {
                PeerGroup group = directory.groups().get(name.text());
                if (group != null) {
                    group.members().forEach(member -> peers.add(member.peer()));
                }
            } else {
                String identity = names.resolvePeer(name, report);
                if (identity != null) {
                    peers.add(identity);
                }
            }
        }
        return new RuleTest.Destination(
                peers, written.stream().map(Scalar::text).collect(Collectors.joining(" or ")));
    }
}
