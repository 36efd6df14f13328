package io.realmgate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.DocumentedAgent.Ended;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * Every command that README.md and docs/ show is run, and what the pages say of the log and of the admin HTTP is so.
 *
 * <pre>
 *   simulate client --- run, with conf/ as shipped --- simulate server        each a process, SIGTERM at the end
 *   curl, decode, check, version                                              in this process
 * </pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedCommandsTest {
    /** What the agent and a server of the home realm are started with: the docs must show just these lines. */
    private static final String RUN = "scripts/agent run --config conf/agent.conf";

    private static final String SERVER =
            "scripts/agent simulate server --identity server1.home.example --listen 127.0.0.1:13869";

    /** Too long for a test: .ci/run executes them. */
    private static final Set<String> RUN_BY_CI = Set.of(
            "scripts/test",
            "scripts/demo",
            "scripts/interop/run",
            "scripts/chaos/run",
            "scripts/soak/run",
            "scripts/bench/run");

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
        agent.provoke("scripts/agent simulate client --identity client2.visited.example --send ULR", "with 3002");
        agent.provoke("scripts/agent simulate client --identity client9.visited.example", "with 3010");
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

    /** Those of the pages, and those that comments of the shipped files propose. */
    static Set<String> commands() throws IOException {
        Set<String> commands = new LinkedHashSet<>();
        DocumentedPage.all().forEach(page -> commands.addAll(page.commands()));
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
            boolean connects = command.matches("scripts/agent (simulate client|load|peers|drain).*")
                    && !command.endsWith("--help");
            Ended ended = connects ? agent().run(command) : inProcess(words);
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
    }

    private static Ended inProcess(List<String> words) {
        assertThat(words.get(0)).isEqualTo("scripts/agent");
        return DocumentedAgent.inProcess(words.stream()
                .skip(1)
                .map(word -> word.startsWith("conf/")
                        ? DocumentedPage.ROOT.resolve(word).toString()
                        : word)
                .toArray(String[]::new));
    }

    private void curl(List<String> words) throws IOException, InterruptedException {
        String method = "GET";
        String uri = "";
        String body = "";
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-s" -> {}
                case "-d" -> body = words.get(++i).replace("'", "");
                case "-X" -> method = words.get(++i);
                default -> uri = words.get(i);
            }
        }
        HttpResponse<String> answer = agent().http(method, uri, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void theLogSaysWhatIsQuoted() {
        for (DocumentedPage page : DocumentedPage.all()) {
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
}
