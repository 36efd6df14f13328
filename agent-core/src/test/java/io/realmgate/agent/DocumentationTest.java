package io.realmgate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.netty.pkitesting.X509Bundle;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.realmgate.agent.DocumentedAgent.Ended;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.metrics.AgentCollector;
import io.realmgate.agent.metrics.AgentSample;
import io.realmgate.agent.metrics.ConnectionCounters;
import io.realmgate.agent.metrics.RuleHits;
import io.realmgate.agent.metrics.TlsRefusal;
import io.realmgate.agent.metrics.TrafficCounters;
import io.realmgate.agent.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What README.md and docs/ show is true: configurations load, mistakes are reported as quoted, tables name what there is,
 * links lead somewhere. {@link DocumentedPage} says how a page is read, {@link DocumentedCommandsTest} runs the commands.
 */
class DocumentationTest {
    /** Pages whose configuration has no rules, because it is the smallest one, and the warning that it gets. */
    private static final Map<String, String> WARNINGS =
            Map.of("README.md", "there are no rules", "docs/tls.md", "there are no rules");

    /** A page that others refer to already. */
    private static final Path UNWRITTEN = Path.of("docs/performance.md");

    @TempDir
    Path directory = Path.of("");

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
        if (files.keySet().stream().anyMatch(name -> name.startsWith("conf/rules-test/"))) {
            Ended tests = run("test", files);
            assertThat(tests.exitCode()).as(tests.output()).isZero();
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
        Ended check = DocumentedAgent.inProcess(
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
        assertThat(check(files).output().lines().findFirst())
                .as("README.md shows the output of an earlier demo")
                .hasValue(quoted);
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
                rules = [ { name = a, zzz = 1, match { zzz = 1, avp { zzz = 1 } }, action = zzz }
                          { name = b, action = relay, to = a.example, destination-host = zzz }
                          { name = d, action = relay, to = a.example, redirect = zzz }
                          { name = e, action = redirect, to = a.example, usage = zzz }
                          { name = h, match { phase = answer, zzz = 1 }, action = zzz }
                          { name = g, action = proxy, to = a.example, request = [ { remove = Class, zzz = 1 } ] }
                          { name = c, action = relay, to = a.example, retry { zzz = 1 } }
                          { name = f, match { imsi { zzz = 1 } }, action = relay, to { zzz = 1 } } ]
                """;
        Map<String, String> files = Map.of(
                "conf/peers.conf",
                peers,
                "conf/rules/1.conf",
                rules,
                "conf/tables/a.csv",
                "zzz\n",
                "conf/tables/b.csv",
                "text,zzz\n");
        String said = check(files).output();
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

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(DocumentedPage page) throws IOException {
        Path here = DocumentedPage.ROOT.resolve(page.name()).resolveSibling("");
        Matcher links =
                Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)").matcher(page.prose());
        for (MatchResult link : links.results().toList()) {
            Path target = link.group(1).isEmpty()
                    ? DocumentedPage.ROOT.resolve(page.name())
                    : here.resolve(link.group(1)).normalize();
            if (!target.endsWith(UNWRITTEN)) {
                assertThat(target).exists();
                if (link.group(2) != null) {
                    assertThat(anchors(Files.readString(target))).contains(link.group(2));
                }
            }
        }
    }

    /** What headings are called in links: lower case, blanks as hyphens, no other signs. */
    private static List<String> anchors(String text) {
        return text.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    // Metrics -----------------------------------------------------------------------------------------------------

    @Test
    void everyMetricIsDocumentedWithItsLabels() {
        TrafficCounters counters = new TrafficCounters();
        counters.requestReceived(1);
        counters.answerReceived(0, 2001, 1);
        for (ErrorCause cause : ErrorCause.values()) {
            counters.errorAnswered(cause.index(), 3002);
        }
        AgentSample sample = new AgentSample(
                List.of(Map.of("peer.example", counters)),
                List.of(new ConnectionCounters()),
                List.of(new AgentSample.PeerRow("peer.example", true, false, 0, 0)),
                new AgentSample.SetRow(
                        1,
                        1,
                        1,
                        new AgentSample.ReloadRow(true, 1, 0),
                        new RuleHits(Map.of(new RuleHits.RuleAndMode("r", "enforce"), 1L), Map.of("t", 1L)),
                        Map.of("hss", 1)),
                new AgentSample.TlsRow(
                        Map.of(TlsRefusal.TIMEOUT, 1L),
                        List.of(new AgentSample.ExpiryRow("default", "certificate", 1)),
                        Map.of("peer.example", 1L),
                        0),
                new AgentSample.RedirectRow(0, 0));
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        Set<String> causes = new TreeSet<>();
        for (MetricFamilySamples family : new AgentCollector(id -> null, ErrorCause::wordAt).families(sample)) {
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
        assertThat(DocumentedPage.named("docs/tls.md").codes())
                .containsAll(
                        Stream.of(TlsRefusal.values()).map(TlsRefusal::label).toList());
        for (DocumentedPage each : pages()) {
            Matcher names = Pattern.compile("realmgate_[a-z_]+").matcher(each.text());
            assertThat(names.results().map(MatchResult::group)).as(each.name()).allMatch(labels::containsKey);
        }
    }

    // -------------------------------------------------------------------------------------------------------------

    /** The files that docs/tls.md names. */
    private static void writeCertificates(Path tls) throws IOException {
        TestAuthority authority = new TestAuthority("partners");
        X509Bundle own = authority.issue("dra1.transit.example");
        Files.createDirectories(tls);
        Files.writeString(tls.resolve("dra1.pem"), own.getCertificatePathPEM());
        Files.writeString(tls.resolve("dra1.key"), own.getPrivateKeyPEM());
        Files.writeString(tls.resolve("partners.pem"), authority.pem());
        Files.writeString(tls.resolve("ipx.pem"), authority.pem());
    }

    /** What {@code check} says about files; the shipped agent.conf stands in for one that is not among them. */
    private Ended check(Map<String, String> files) throws IOException {
        return run("check", files);
    }

    private Ended run(String command, Map<String, String> files) throws IOException {
        Path root = Files.createTempDirectory(directory, "check");
        DocumentedPage.write(files, root);
        Path agent = root.resolve("conf/agent.conf");
        if (!files.containsKey("conf/agent.conf")) {
            Files.copy(DocumentedPage.ROOT.resolve("conf/agent.conf"), agent);
        }
        writeCertificates(root.resolve("conf/tls"));
        Ended ended = DocumentedAgent.inProcess(command, "--config", agent.toString());
        return new Ended(ended.exitCode(), ended.output().replace(root + "/", ""));
    }
}
