package io.realmgate.agent;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.realmgate.agent.cli.RealmgateCommand;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An agent with the shipped {@code conf/} as a process of its own, and commands that are given as if beside it. Ports that
 * the shipped files name are free ones here, in the files and in the commands.
 */
final class DocumentedAgent {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LISTEN = "13868";
    private static final List<String> PORTS = List.of(LISTEN, "13869", "13870", "18080");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path directory;
    private final Map<String, String> ports;
    private final Map<String, Process> staying = new LinkedHashMap<>();

    /** What a command that ended left. */
    record Ended(int exitCode, String output) {}

    /** @param directory an empty one */
    DocumentedAgent(Path directory) throws IOException {
        this.directory = directory;
        this.ports = freePorts();
        try (Stream<Path> files = Files.walk(DocumentedPage.ROOT.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(DocumentedPage.ROOT.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy, translated(Files.readString(file)).replace("reconnect = 5s", "reconnect = 100ms"));
            }
        }
    }

    private static Map<String, String> freePorts() throws IOException {
        Map<String, String> free = new LinkedHashMap<>();
        List<ServerSocket> held = new ArrayList<>();
        for (String shipped : PORTS) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            free.put(shipped, String.valueOf(socket.getLocalPort()));
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return free;
    }

    private String translated(String text) {
        String result = text;
        for (Map.Entry<String, String> port : ports.entrySet()) {
            result = result.replace(port.getKey(), port.getValue());
        }
        return result;
    }

    // Commands ----------------------------------------------------------------------------------------------------

    /** Starts a command that goes on until it is told to end. */
    void stay(String command) throws IOException {
        staying.put(command, start(command, log(staying.size())));
    }

    /** Whether a command goes on since {@link #stay}. */
    boolean stays(String command) {
        Process process = staying.get(command);
        return process != null && process.isAlive();
    }

    /** Runs a command that ends by itself. */
    Ended run(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "command", ".log");
        Process process = start(command, output);
        if (!process.waitFor(PATIENCE.toSeconds(), SECONDS)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), Files.readString(output));
    }

    /** Runs a command until the agent has logged something about it. */
    void provoke(String command, String logged) throws IOException {
        Process process = start(command, Files.createTempFile(directory, "command", ".log"));
        try {
            await().atMost(PATIENCE).until(() -> log().contains(logged));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Runs a command of {@code scripts/agent} in this process, where files are named as from here. */
    static Ended inProcess(String... words) {
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

    private Process start(String command, Path output) throws IOException {
        List<String> words = new ArrayList<>(List.of(translated(command).split(" +")));
        assertThat(words.remove(0)).isEqualTo("scripts/agent");
        if (command.contains(" simulate client") && !command.contains("--connect")) {
            words.addAll(List.of("--connect", translated("127.0.0.1:" + LISTEN)));
        }
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                classPath(),
                Main.class.getName()));
        line.addAll(words);
        return new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Surefire's own is a jar that may name the real one. */
    private static String classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }

    private Path log(int number) {
        return directory.resolve("staying-" + number + ".log");
    }

    /** What the command that was started first has written. */
    String log() {
        try {
            return Files.readString(log(0));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // Admin -------------------------------------------------------------------------------------------------------

    /** An HTTP request to an address that names a shipped port. */
    HttpResponse<String> http(String method, String uri) throws IOException, InterruptedException {
        return http(method, uri, "");
    }

    HttpResponse<String> http(String method, String uri, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(translated(uri)))
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(PATIENCE)
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    void awaitReady() {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> http("GET", "http://127.0.0.1:18080/ready").statusCode() == 200);
    }

    void awaitOpen(String peer) {
        await().atMost(PATIENCE)
                .until(() -> new JsonObject(http("GET", "http://127.0.0.1:18080/v1/peers/" + peer)
                                .body())
                        .getString("state")
                        .equals("OPEN"));
    }

    /** Tells all to end, in the order in which they began; each does so in order. */
    void stop() throws InterruptedException {
        try {
            for (Map.Entry<String, Process> one : staying.entrySet()) {
                one.getValue().destroy();
                assertThat(one.getValue().waitFor(PATIENCE.toSeconds(), SECONDS))
                        .as(one.getKey() + " ends on SIGTERM")
                        .isTrue();
                assertThat(one.getValue().exitValue())
                        .as("exit status of " + one.getKey())
                        .isZero();
            }
        } finally {
            staying.values().forEach(Process::destroyForcibly);
        }
    }
}
