package io.realmgate.routing.parse;

import io.realmgate.routing.RuleTexts;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** The kinds of file that operators write: how each is read, and texts of it that use the whole language. */
enum LanguageTexts {
    RULES {
        @Override
        List<Diagnostic> check(String text) {
            return compile(text).diagnostics();
        }

        @Override
        String text(Random random) {
            AnyText any = new AnyText(random, SAMPLES);
            StringBuilder text = new StringBuilder("rules = [\n");
            for (int rules = random.nextInt(6); rules >= 0; rules--) {
                boolean answer = random.nextInt(3) == 0;
                List<String> actions = answer ? OF_ANSWERS : RuleFileParser.ACTIONS;
                String action = actions.get(random.nextInt(actions.size()));
                String phase = answer ? "phase = answer, " : "";
                KnownKeys.Place match = answer ? Places.OF_ANSWERS : Places.OF_REQUESTS;
                text.append("{ name = \"rule ")
                        .append(rules)
                        .append("\", action = ")
                        .append(action);
                text.append(", match { ").append(phase).append(any.fields(match, anyKey(match, random)));
                text.append(" }\n")
                        .append(any.fieldsBeside(WRITTEN, Places.RULE, needed(action, answer)))
                        .append(" }\n");
            }
            return text.append("]\n").toString();
        }
    },
    PEERS {
        @Override
        List<Diagnostic> check(String text) {
            return RuleSetCompiler.compile(
                            new SourceFile(FILE, text), List.of(), RuleTexts.tables(), Dictionary.standard(), null)
                    .diagnostics();
        }

        @Override
        String text(Random random) {
            AnyText any = new AnyText(random, SAMPLES);
            StringBuilder text = new StringBuilder("peers = [\n");
            for (int peers = 1 + random.nextInt(3); peers >= 0; peers--) {
                text.append("  { identity = hss").append(peers).append(".home.example, realm = home.example");
                text.append(random.nextInt(5) == 0 ? ", role = home" : "");
                text.append(random.nextBoolean() ? "" : ", may-send { " + any.fields(Places.MAY_SEND) + " }");
                text.append(" }\n");
            }
            text.append("  { identity = mme1.visited.example, realm = visited.example } ]\n");
            text.append(
                    "accept = [ { identity = \"*.visited.example\", realm = visited.example, group = visited } ]\n");
            for (String group : List.of("home-hss", "partners")) {
                text.append("groups.").append(group).append(" { ");
                text.append(any.fields(Places.GROUP, "members")).append(" }\n");
            }
            boolean route = random.nextBoolean();
            return text.append(route ? any.fieldsBeside(ENTRIES, Places.PEER_FILE, "default-route") : "")
                    .toString();
        }
    },
    DICTIONARY {
        @Override
        List<Diagnostic> check(String text) {
            List<Diagnostic> out = new ArrayList<>();
            Objects.requireNonNull(DictionaryParser.parse(List.of(new SourceFile(FILE, text)), out));
            return out;
        }

        @Override
        String text(Random random) {
            AnyText any = new AnyText(random, IN_DICTIONARIES);
            StringBuilder text = new StringBuilder();
            Places.IN_DICTIONARY.forEach((key, place) -> {
                text.append(key).append(" = [\n");
                for (int entries = random.nextInt(3); entries >= 0; entries--) {
                    text.append("  { ").append(any.fields(place)).append(" }\n");
                }
                text.append("]\n");
            });
            return text.toString();
        }
    },
    TESTS {
        @Override
        List<Diagnostic> check(String text) {
            return RuleTestParser.parse(
                            List.of(new SourceFile(FILE, text)),
                            TESTED,
                            Objects.requireNonNull(RuleTexts.compile(SOUND).directory()),
                            Dictionary.standard(),
                            LISTENERS)
                    .diagnostics();
        }

        @Override
        String text(Random random) {
            AnyText any = new AnyText(random, IN_TESTS);
            StringBuilder text = new StringBuilder("tests = [\n");
            for (int tests = random.nextInt(4); tests >= 0; tests--) {
                String message = random.nextInt(4) > 0
                        ? any.fields(Places.MESSAGE)
                        : any.fields(Places.OTHER_MESSAGES.get(random.nextInt(2)));
                text.append("  { name = t").append(tests).append(", message { ").append(message);
                text.append(" }, expect { ").append(any.fields(Places.EXPECT)).append(" } }\n");
            }
            return text.append("]\n").toString();
        }
    };

    /** What the file is called whose text is made. */
    static final String FILE = "f.conf";

    static final String SOUND = """
            rules = [ // comment
              { name = "a", match { application = [S6a, S13], destination-realm = "*.home.example" }
                action = relay, to = home-hss, destination-host = prefer }
              { name = b, match.not = [ { command = ULR }, { any = [ { from = visited } ] } ]
                action = reject, result = 3002 }   # end
            ]
            """;

    private static final Set<String> LISTENERS = Set.of("inside", "outside");
    private static final List<String> ENTRIES = List.of("peers", "accept", "groups", "realms");
    private static final List<String> OF_ANSWERS = List.of("relay", "proxy", "reject", "continue");
    /** Keys of a rule that are written before the others. */
    private static final List<String> WRITTEN = List.of("name", "action", "match");

    private static final List<Rule> TESTED =
            Objects.requireNonNull(RuleTexts.compile(SOUND).table()).rules();

    private static final String PATHS = "User-Name RAT-Type 443 10415:1407 Called-Station-Id Subscription-Id.444"
            + " \"Subscription-Id[Subscription-Id-Type=1].Subscription-Id-Data\" Visited-PLMN-Id Origin-Host 9:9"
            + " Destination-Realm Destination-Host Result-Code Event-Timestamp Framed-IP-Address User-Data Subscription-Id";

    private static final String NAMES = "home.example visited.example \"*.home.example\" \"plmn:001-01\" a.example"
            + " plmn:310-410 \"*.3gppnetwork.org\" hss1.home.example";

    private static final String PEERS_AND_GROUPS =
            "hss1.home.example hss2.home.example home-hss partners visited mme1.visited.example x9.visited.example";

    private static final String DIGITS = "\"00101*\" 001010000000001 \"001010000000000-001010000000099\" \"*\" 49*";

    private static final String TEXTS = "\"sip:+49*\" \"*@ims.example\" sip:alice@home.example internet \"corp*\" 7";

    private static final String VALUES = "home.example \"{imsi}\" \"{from}\" 7 \"0x00f110\" \"a{{b\" \"{origin-host}x\""
            + " 10.0.0.1 2030-01-31T00:00:00Z \"{apn}\" 1004";

    /** Values that keys may well have. A key that has none, and no object either, is refused by a test: it is new. */
    static final Map<String, List<String>> SAMPLES = samples(Map.ofEntries(
            Map.entry("application", "S6a Gx Gy Cx 16777251 4294967295 Relay S13 Rf"),
            Map.entry("command", "ULR CCR 316 AIR ACR 16777215 Update-Location"),
            Map.entry("from asked-by to last-resort default-route peers-down", PEERS_AND_GROUPS),
            Map.entry("peer members", "hss1.home.example x2.visited.example mme1.visited.example"),
            Map.entry("listener", "inside outside"),
            Map.entry("destination-host", NAMES + " absent self known honour prefer ignore"),
            Map.entry("destination-realm origin-realm origin-host to-realm origin-realms destination-realms", NAMES),
            Map.entry("origin-realm-matches-peer origin-plmn-matches-imsi exists mandatory", "true false"),
            Map.entry("flags", "P T E"),
            Map.entry("size range drmp-priority", "7 \"0-4\" 4096 \"0-4096\" 15"),
            Map.entry("cc-request-type", "INITIAL_REQUEST 1 4 UPDATE_REQUEST"),
            Map.entry("accounting-record-type", "STOP_RECORD 2 EVENT_RECORD"),
            Map.entry("imsi msisdn", DIGITS),
            Map.entry("public-identity apn prefix suffix equals", TEXTS + " 1004 \"0x00f110\""),
            Map.entry("visited-plmn", "001-01 \"001-001\" \"001\" 310-410"),
            Map.entry("group-up", "home-hss partners visited"),
            Map.entry("phase", "request answer"),
            Map.entry("result", "3002 5012 DIAMETER_UNABLE_TO_DELIVER 5xxx \"2000-2999\" 2001"),
            Map.entry("experimental-result", "\"10415:5001\" \"10415:5xxx\" DIAMETER_ERROR_USER_UNKNOWN"),
            Map.entry("name", "#"),
            Map.entry("action", "relay proxy reject redirect discard continue"),
            Map.entry("mode", "observe enforce"),
            Map.entry("tag tags", "partner rel.17 a"),
            Map.entry("on", "peer-lost timeout 3004 \"10415:5421\" DIAMETER_TOO_BUSY"),
            Map.entry("attempt-timeout deadline cache-time", "1500ms 4s 1h 30s"),
            Map.entry("redirect", "follow pass"),
            Map.entry("usage", "DONT_CACHE ALL_SESSION ALL_REALM ALL_HOST REALM_AND_APPLICATION"),
            Map.entry("path set add remove replace", PATHS),
            Map.entry("value with", VALUES + " \"$1-$0\" gold \"\""),
            Map.entry("regex", "\"^a+(b|c)$\" \"[0-9]{3}\" \"\\\\.mnc[0-9]+\" \"a^b\" \"(x{3}){4}\" \"\\\\pL\""),
            Map.entry("table", "hss users classes realms"),
            Map.entry("key", "imsi msisdn public-identity User-Name destination-realm session-id user-name"),
            Map.entry("select", "weighted round-robin least-pending lowest-latency consistent-hash"),
            Map.entry("priority weight frame", "1 2 7"),
            Map.entry("peers accept realms groups rules tests", "[ ]")));

    private static final Map<String, List<String>> IN_DICTIONARIES = with(samples(Map.of(
            "application", "S6a Gx 16777900",
            "name also request answer", "# # # # # # # # # # # # # # # # # # # # # # # # ULR User-Name",
            "id", "#16777900-16779999 #16777900-16779999 #1-4294967",
            "code", "#1000-5999 #1000-5999 #1000-5999 #1000-5999 #1000-5999 #1000-5999 #1-16777215",
            "vendor", "0 9 10415 4294967295",
            "type",
                    String.join(
                            " ",
                            Arrays.stream(AvpType.values()).map(AvpType::text).toList()),
            "applications commands avps results", "[ ]")));

    private static final Map<String, List<String>> IN_TESTS = with(samples(Map.of(
            "rule matched", "a b none",
            "action", "relay reject by-destination",
            "hex", "0100001480000118 \"\" 010000",
            "pcap", "a.pcap",
            "session-id user-name", "s;1;2 001010000000001",
            "phase", "request",
            "message expect", "{ }")));

    private static Map<String, List<String>> samples(Map<String, String> words) {
        Map<String, List<String>> samples = new HashMap<>();
        words.forEach((keys, values) -> {
            for (String key : keys.split(" ", -1)) {
                samples.put(key, List.of(values.split(" ", -1)));
            }
        });
        return samples;
    }

    private static Map<String, List<String>> with(Map<String, List<String>> own) {
        Map<String, List<String>> all = new HashMap<>(SAMPLES);
        all.putAll(own);
        return all;
    }

    /** What is wrong with a file of this kind, read as the agent reads it. */
    abstract List<Diagnostic> check(String text);

    /** A file of this kind, mostly right. */
    abstract String text(Random random);

    static RuleSet compile(String rules) {
        return RuleSetCompiler.compile(
                new SourceFile("peers.conf", RuleTexts.PEERS),
                List.of(new SourceFile(FILE, rules)),
                RuleTexts.tables(),
                Dictionary.standard(),
                LISTENERS);
    }

    private static String anyKey(KnownKeys.Place place, Random random) {
        return place.keys().get(random.nextInt(place.keys().size() - 1));
    }

    private static String[] needed(String action, boolean answer) {
        return switch (action) {
            case "proxy" -> answer ? new String[] {"answer"} : new String[] {"to", "request"};
            case "reject" -> new String[] {"result"};
            case "relay" -> answer ? new String[0] : new String[] {"to"};
            case "redirect" -> new String[] {"to"};
            default -> new String[0];
        };
    }

    /** The objects of the language. */
    static final class Places {
        private static final KnownKeys IN_RULES = new KnownKeys(RULES::check);
        private static final KnownKeys IN_PEERS = new KnownKeys(PEERS::check);
        private static final KnownKeys IN_DICTIONARY_FILES = new KnownKeys(DICTIONARY::check);
        private static final KnownKeys IN_TEST_FILES = new KnownKeys(TESTS::check);

        static final KnownKeys.Place RULE = IN_RULES.place("rules = [ { name = a, action = proxy, ", " } ]");
        static final KnownKeys.Place OF_REQUESTS =
                IN_RULES.place("rules = [ { name = a, action = discard, match { ", " } } ]");
        static final KnownKeys.Place OF_ANSWERS =
                IN_RULES.place("rules = [ { name = a, action = relay, match { phase = answer, ", " } } ]");
        static final KnownKeys.Place PEER_FILE = IN_PEERS.place("", "");
        static final KnownKeys.Place GROUP = IN_PEERS.place("groups { g { ", " } }");
        static final KnownKeys.Place MAY_SEND =
                IN_PEERS.place("peers = [ { identity = a.example, realm = example, may-send { ", " } } ]");
        static final Map<String, KnownKeys.Place> IN_DICTIONARY = inDictionary();
        static final KnownKeys.Place MESSAGE = IN_TEST_FILES.place("tests = [ { name = a, message { ", " } } ]");
        static final List<KnownKeys.Place> OTHER_MESSAGES = List.of(
                IN_TEST_FILES.place("tests = [ { name = a, message { hex = \"00\", ", " } } ]"),
                IN_TEST_FILES.place("tests = [ { name = a, message { pcap = a, ", " } } ]"));
        static final KnownKeys.Place EXPECT = IN_TEST_FILES.place("tests = [ { name = a, expect { ", " } } ]");

        private Places() {}

        private static Map<String, KnownKeys.Place> inDictionary() {
            Map<String, KnownKeys.Place> places = new HashMap<>();
            for (String key : IN_DICTIONARY_FILES.place("", "").keys()) {
                places.put(key, IN_DICTIONARY_FILES.place(key + " = [ { name = X-y, ", " } ]"));
            }
            return places;
        }
    }

    /** Values of the keys of this kind of file. */
    Map<String, List<String>> samples() {
        return switch (this) {
            case RULES, PEERS -> SAMPLES;
            case DICTIONARY -> IN_DICTIONARIES;
            case TESTS -> IN_TESTS;
        };
    }

    /** The objects that this kind of file has. */
    List<KnownKeys.Place> places() {
        return switch (this) {
            case RULES -> List.of(Places.RULE, Places.OF_REQUESTS, Places.OF_ANSWERS);
            case PEERS -> List.of(Places.PEER_FILE, Places.GROUP, Places.MAY_SEND);
            case DICTIONARY -> List.copyOf(Places.IN_DICTIONARY.values());
            case TESTS ->
                List.of(Places.MESSAGE, Places.OTHER_MESSAGES.get(0), Places.OTHER_MESSAGES.get(1), Places.EXPECT);
        };
    }
}
