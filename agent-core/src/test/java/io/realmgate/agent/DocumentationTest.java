package io.realmgate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.realmgate.agent.DocumentedAgent.Ended;
import io.realmgate.agent.cli.RealmgateCommand;
import io.realmgate.agent.metrics.AgentCollector;
import io.realmgate.agent.metrics.AgentSample;
import io.realmgate.agent.metrics.TrafficCounters;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What README.md and docs/ show is true: configurations load, mistakes are reported as quoted, commands run, tables name
 * what there is. {@link DocumentedPage} says how a page is read.
 *
 * <pre>
 *   simulate client --- run, with conf/ as shipped --- simulate server        each a process, SIGTERM at the end
 *   curl, decode, check, version                                              in this process
 * </pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentationTest {
    /** What the agent and a server of the home realm are started with: the docs must show just these lines. */
    private static final String RUN = "scripts/agent run --config conf/agent.conf";

    private static final String SERVER =
            "scripts/agent simulate server --identity server1.home.example --listen 127.0.0.1:13869";

    /** Too long for a test: .ci/run executes them. */
    private static final Set<String> RUN_BY_CI = Set.of("scripts/test", "scripts/demo", "scripts/interop/run");

    /** Pages whose configuration has no rules, because it is the smallest one, and the warning that it gets. */
    private static final Map<String, String> WARNINGS = Map.of("README.md", "there are no rules");

    @TempDir
    static Path directory = Path.of("");

    private @Nullable DocumentedAgent started;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        DocumentedAgent agent = new DocumentedAgent(Files.createDirectory(directory.resolve("running")));
        started = agent;
        agent.stay(RUN);
        agent.awaitReady();
        // What the log lines of the docs are about: no server is up yet, and a peer that nobody knows.
        assertThat(agent.run("scripts/agent simulate client --identity client2.visited.example --send ULR")
                        .exitCode())
                .isEqualTo(1);
        assertThat(agent.run("scripts/agent simulate client --identity client9.visited.example --timeout 100")
                        .exitCode())
                .isEqualTo(1);
        agent.stay(SERVER);
        agent.awaitOpen("server1.home.example");
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (started != null) {
            started.stop();
        }
    }

    private DocumentedAgent agent() {
        DocumentedAgent agent = started;
        if (agent == null) {
            throw new AssertionError("not started");
        }
        return agent;
    }

    static List<DocumentedPage> pages() {
        return DocumentedPage.all();
    }

    // Configurations ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("pages")
    void whatIsShownIsRight(DocumentedPage page) throws IOException {
        Map<String, String> files = page.configuration();
        if (!files.isEmpty()) {
            Ended check = check(files);
            String warning = WARNINGS.get(page.name());
            assertThat(check.output().lines().filter(line -> !line.startsWith("ok: ")))
                    .allMatch(line -> warning != null && line.contains(": warning: " + warning));
            assertThat(check.exitCode()).isIn(0, 3);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatIsWrongIsReportedAsQuoted(DocumentedPage page) throws IOException {
        assertThat(page.strayDiagnostics()).isEmpty();
        for (DocumentedPage.Mistake mistake : page.mistakes()) {
            List<String> said = check(mistake.files()).output().lines().toList();
            assertThat(said.subList(0, said.size() - 1))
                    .isEqualTo(mistake.diagnostics().lines().toList());
        }
    }

    @Test
    void whatIsShippedIsRight() {
        Ended check = execute(
                "check",
                "--config",
                DocumentedPage.ROOT.resolve("conf/agent.conf").toString());
        assertThat(check.output()).startsWith("ok: ").hasLineCount(1);
        assertThat(check.exitCode()).isZero();
    }

    /** The demo edits a rule of the shipped files and README shows what it is told. */
    @Test
    void theMistakeOfTheDemoIsReportedAsQuoted() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : List.of("agent.conf", "peers.conf", "rules/10-screening.conf", "rules/50-home.conf")) {
            files.put(
                    "conf/" + file,
                    Files.readString(DocumentedPage.ROOT.resolve("conf").resolve(file)));
        }
        files.computeIfPresent("conf/rules/50-home.conf", (file, text) -> text.replace("to     = hss", "to     = hs"));
        String quoted = DocumentedPage.named("README.md")
                .text()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("conf/rules/"))
                .collect(Collectors.joining("\n"));
        assertThat(check(files).output().lines().findFirst()).hasValue(quoted);
    }

    @Test
    void everySettingIsExplained() {
        Config reference = ConfigFactory.parseResources("reference.conf").getConfig("agent");
        List<String> unexplained = new ArrayList<>();
        collectUnexplained("", reference.root(), unexplained);
        assertThat(unexplained).isEmpty();
        for (DocumentedPage page : pages()) {
            Pattern setting = Pattern.compile("`(?:agent\\.)?((?:timers|limits|admin)\\.[a-z-]+)`");
            assertThat(setting.matcher(page.text()).results().map(found -> found.group(1)))
                    .as(page.name())
                    .allMatch(reference::hasPath);
        }
        assertThat(DocumentedPage.named("docs/operating.md").codes())
                .containsAll(reference.getObject("limits").keySet());
    }

    private static void collectUnexplained(String path, ConfigObject group, List<String> into) {
        group.forEach((key, value) -> {
            boolean explained = !value.origin().comments().isEmpty();
            if (value instanceof ConfigObject inner && !explained) {
                collectUnexplained(path + key + ".", inner, into);
            } else if (!explained) {
                into.add(path + key);
            }
        });
    }

    /** A file in which every object has a key {@code zzz} that nobody knows, so that all known ones are listed. */
    @Test
    void everyKeyAndWordOfTheRulesIsDocumented() throws IOException {
        String peers = """
                peers = [ { identity = a.example, realm = example, zzz = 1 } ]
                accept = [ { identity = "*.b.example", realm = b.example, zzz = 1 } ]
                groups { g { zzz = 1, select = zzz, members = [ { peer = a.example, zzz = 1 } ] } }
                zzz = 1
                """;
        String rules = """
                rules = [ { name = a, zzz = 1, match { zzz = 1 }, action = zzz }
                          { name = b, action = relay, to = a.example, destination-host = zzz }
                          { name = c, action = relay, to = a.example, retry { zzz = 1 } } ]
                """;
        String said = check(Map.of("conf/peers.conf", peers, "conf/rules/1.conf", rules))
                .output();
        Set<String> known = Pattern.compile("\\(known(?: here)?: (.*)\\)")
                .matcher(said)
                .results()
                .flatMap(list -> Stream.of(list.group(1).split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(known).contains("any", "default-route", "weight", "from", "connect", "honour", "deadline");
        DocumentedPage page = DocumentedPage.named("docs/rules.md");
        Set<String> firstColumn = page.rows().stream()
                .flatMap(row -> DocumentedPage.codes(row.get(0)).stream())
                .filter(word -> !word.equals("peers.conf"))
                .collect(Collectors.toSet());
        assertThat(page.codes()).containsAll(known);
        assertThat(known).containsAll(firstColumn);
    }

    // Metrics -----------------------------------------------------------------------------------------------------

    @Test
    void everyMetricIsDocumentedWithItsLabels() {
        TrafficCounters counters = new TrafficCounters();
        counters.requestReceived(1);
        counters.errorAnswered(3002);
        AgentSample sample = new AgentSample(
                List.of(Map.of("peer.example", counters)),
                List.of(new AgentSample.PeerRow("peer.example", true, 0)),
                1,
                1);
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        Set<String> causes = new TreeSet<>();
        for (MetricFamilySamples family : new AgentCollector(id -> null).families(sample)) {
            String name = family.type == Collector.Type.COUNTER ? family.name + "_total" : family.name;
            for (Sample one : family.samples) {
                Set<String> names = new LinkedHashSet<>(one.labelNames);
                names.remove("le");
                labels.put(name, names);
                int cause = one.labelNames.indexOf("cause");
                if (cause >= 0) {
                    causes.add(one.labelValues.get(cause));
                }
            }
        }
        DocumentedPage page = DocumentedPage.named("docs/operating.md");
        Map<String, Set<String>> documented = new LinkedHashMap<>();
        for (List<String> row : page.rows()) {
            for (String name : DocumentedPage.codes(row.get(0))) {
                if (name.startsWith("realmgate_")) {
                    documented.put(
                            name,
                            Set.of(
                                    row.get(1).isEmpty()
                                            ? new String[0]
                                            : row.get(1).split(", ")));
                }
            }
        }
        assertThat(documented).isEqualTo(labels);
        assertThat(page.codes()).containsAll(causes);
        for (DocumentedPage each : pages()) {
            Matcher names = Pattern.compile("realmgate_[a-z_]+").matcher(each.text());
            assertThat(names.results().map(MatchResult::group)).as(each.name()).allMatch(labels::containsKey);
        }
    }

    // Commands ----------------------------------------------------------------------------------------------------

    /** Those of the pages, and those that comments of the shipped files propose. */
    static Set<String> commands() throws IOException {
        Set<String> commands = new LinkedHashSet<>();
        pages().forEach(page -> commands.addAll(page.commands()));
        Pattern proposed = Pattern.compile("(?m)^\\s*#\\s+(scripts/agent .*|curl .*)$");
        try (Stream<Path> files = Files.walk(DocumentedPage.ROOT.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                proposed.matcher(Files.readString(file)).results().forEach(found -> commands.add(found.group(1)));
            }
        }
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandRuns(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command.split(" +")));
        words.removeIf(word -> word.matches("[A-Z_]+=.*"));
        String program = words.get(0);
        if (RUN_BY_CI.contains(program)) {
            assertThat(Files.readAllLines(DocumentedPage.ROOT.resolve(".ci/run")))
                    .contains(program);
            assertThat(DocumentedPage.ROOT.resolve(program)).isExecutable();
        } else if (program.equals("curl")) {
            curl(words.subList(1, words.size()));
        } else if (command.startsWith("scripts/agent run ") || command.startsWith("scripts/agent simulate server -")) {
            assertThat(agent().stays(command) || command.endsWith("--help"))
                    .as("is started by this test")
                    .isTrue();
        } else {
            boolean connects = command.startsWith("scripts/agent simulate client") && !command.endsWith("--help");
            Ended ended = connects ? agent().run(command) : inProcess(words);
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
    }

    private static Ended inProcess(List<String> words) {
        assertThat(words.get(0)).isEqualTo("scripts/agent");
        return execute(words.stream()
                .skip(1)
                .map(word -> word.startsWith("conf/")
                        ? DocumentedPage.ROOT.resolve(word).toString()
                        : word)
                .toArray(String[]::new));
    }

    private void curl(List<String> words) throws IOException, InterruptedException {
        String method = "GET";
        String uri = "";
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-s" -> {}
                case "-X" -> method = words.get(++i);
                default -> uri = words.get(i);
            }
        }
        HttpResponse<String> answer = agent().http(method, uri);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void theLogSaysWhatIsQuoted() {
        for (DocumentedPage page : pages()) {
            for (String line : page.logLines()) {
                assertThat(agent().log()).contains(line);
            }
        }
    }

    @Test
    void everyAdminResourceAnswersAsDocumented() throws IOException, InterruptedException {
        Set<String> asked = new TreeSet<>();
        for (List<String> row : DocumentedPage.named("docs/operating.md").rows()) {
            Matcher request = Pattern.compile("(GET|POST) `(/\\S+)`").matcher(row.get(0));
            if (!request.matches()) {
                continue;
            }
            String path = request.group(2).replace("{identity}", "server1.home.example");
            HttpResponse<String> answer = agent().http(request.group(1), "http://127.0.0.1:18080" + path);
            assertThat(answer.statusCode()).isEqualTo(200);
            if (answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json")) {
                assertThat(DocumentedPage.codes(row.get(1)))
                        .as(path)
                        .containsAll(new JsonObject(answer.body()).fieldNames());
            }
            asked.add(path);
        }
        assertThat(asked).contains("/live", "/ready", "/metrics", "/v1/peers", "/v1/rules/reload");
        HttpResponse<String> nothing = agent().http("GET", "http://127.0.0.1:18080/v1/nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    // -------------------------------------------------------------------------------------------------------------

    /** What {@code check} says about files; the shipped agent.conf stands in for one that is not among them. */
    private Ended check(Map<String, String> files) throws IOException {
        Path root = Files.createTempDirectory(directory, "check");
        Path conf = Files.createDirectories(root.resolve("conf"));
        Files.createDirectory(conf.resolve("rules"));
        Files.copy(DocumentedPage.ROOT.resolve("conf/agent.conf"), conf.resolve("agent.conf"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(root.resolve(file.getKey()), file.getValue());
        }
        Ended ended = execute("check", "--config", conf.resolve("agent.conf").toString());
        return new Ended(ended.exitCode(), ended.output().replace(root + "/", ""));
    }

    private static Ended execute(String... words) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(written, true, StandardCharsets.UTF_8);
        try {
            System.setOut(both);
            System.setErr(both);
            return new Ended(RealmgateCommand.execute(words), written.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
