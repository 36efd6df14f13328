package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.Captures;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayCommandTest {
    private static final int ACK = 16;
    private static final int S6A = 16777251;
    private static final int REQUESTS = 3000;

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String set(String name, String rules) throws IOException {
        Path at = Files.createDirectories(directory.resolve(name));
        Files.writeString(at.resolve("agent.conf"), "agent { identity = dra.test, realm = test }");
        Files.writeString(at.resolve("peers.conf"), """
                peers = [ { identity = relay.visited.test, realm = visited.test }, { identity = hss1.test, realm = home.test }
                          { identity = hss2.test, realm = home.test } ]
                """);
        Files.writeString(
                Files.createDirectories(at.resolve("rules")).resolve("a.conf"), "rules = [\n" + rules + "\n]");
        return at.toString();
    }

    private static byte[] message(int flags, int command, int application, int number, TestAvp... avps) {
        return TestMessage.of(flags, command, application, number, number, List.of(avps));
    }

    private static byte[] request(int number) {
        return message(
                0xc0,
                number % 3 == 0 ? 318 : 316,
                S6A,
                number,
                TestAvp.text(264, "mme.visited.test"),
                TestAvp.text(283, "home.test"),
                TestAvp.text(1, "00101" + number));
    }

    /** A capture at the agent: a relay of the visited network connects to it, and it connects to the server. */
    private Path capture() throws IOException {
        Captures capture = new Captures(true, 101);
        int client = 1;
        int server = 1;
        byte[] cer = message(0x80, 257, 0, 1, TestAvp.text(264, "relay.visited.test"));
        byte[] cea = message(0, 257, 0, 1, TestAvp.text(264, "dra.test"));
        capture.packet(packet(4000, 3868, client, cer)).packet(packet(3868, 4000, 1, cea));
        byte[] ours = message(0x80, 257, 0, 1, TestAvp.text(264, "dra.test"));
        capture.packet(packet(5000, 3869, server, ours));
        client += cer.length;
        server += ours.length;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] request = request(i);
            capture.packet(packet(4000, 3868, client, request)).packet(packet(5000, 3869, server, request));
            client += request.length;
            server += request.length;
        }
        Path file = directory.resolve("requests.pcap");
        Files.write(file, capture.octets());
        return file;
    }

    private static io.netty.buffer.ByteBuf packet(int from, int to, int sequence, byte[] message) {
        return Captures.ipv4(6, Captures.tcp(from, to, sequence, ACK, message));
    }

    private int replay(String before, String after, String... options) throws IOException {
        List<String> args =
                new ArrayList<>(List.of("--pcap", capture().toString(), "--before", before, "--after", after));
        args.addAll(List.of(options));
        return new CommandLine(new ReplayCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args.toArray(String[]::new));
    }

    private static final String TO_FIRST =
            "{ name = home, match { from = relay.visited.test }, action = relay, to = hss1.test }";

    @Test
    void whereNothingChangesThereIsNothingToList() throws IOException {
        // A place that moves and a rule that decides nothing of the capture are no changes.
        String after = set(
                "after", "{ name = other, match { application = Gx }, action = reject, result = 5003 }\n" + TO_FIRST);
        assertThat(replay(set("before", TO_FIRST), after)).isEqualTo(ExitCodes.OK);
        assertThat(out.toString())
                .isEqualTo(REQUESTS + " requests, 0 decided otherwise\n" + REQUESTS
                        + " passed over: we sent them, or nobody knows who did\n");
    }

    @Test
    void eachChangeIsListedWithoutTheSubscriber() throws IOException {
        String after =
                set("after", "{ name = air, match { command = 318 }, action = reject, result = 5003 }\n" + TO_FIRST);
        assertThat(replay(set("before", TO_FIRST), after)).isEqualTo(ExitCodes.CHANGES);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.subList(0, 3))
                .containsExactly(
                        "packet 4  from relay.visited.test  AIR  application S6a",
                        "  before: rule \"home\" -> hss1.test",
                        "  after:  rule \"air\" -> answered with 5003");
        assertThat(lines).hasSize(3 * REQUESTS / 3 + 5).contains("3000 requests, 1000 decided otherwise");
        assertThat(lines.subList(lines.size() - 3, lines.size()))
                .containsExactly(
                        "1000 of AIR  application S6a, the first in packet 4",
                        "  before: rule \"home\" -> hss1.test",
                        "  after:  rule \"air\" -> answered with 5003");
        assertThat(out.toString()).doesNotContain("00101");
    }

    @Test
    void waysOfChangeAreCounted() throws IOException {
        String before = set("before", TO_FIRST);
        String after = set(
                "after",
                "{ name = air, match { command = 318 }, action = reject, result = 5003 }\n"
                        + TO_FIRST.replace("hss1", "hss2"));
        assertThat(replay(before, after, "--summary")).isEqualTo(ExitCodes.CHANGES);
        assertThat(out.toString().lines().filter(line -> !line.startsWith("  ")))
                .containsExactly(
                        "3000 requests, 3000 decided otherwise",
                        "3000 passed over: we sent them, or nobody knows who did",
                        "2000 of ULR  application S6a, the first in packet 6",
                        "1000 of AIR  application S6a, the first in packet 4");
        out.getBuffer().setLength(0);
        assertThat(replay(before, after, "--json")).isEqualTo(ExitCodes.CHANGES);
        JsonObject json = new JsonObject(out.toString());
        assertThat(json.getInteger("changed")).isEqualTo(3000);
        assertThat(json.getJsonArray("ways").getJsonObject(1).encode())
                .isEqualTo(
                        "{\"requests\":1000,\"command\":\"AIR\",\"application\":\"S6a\",\"firstPacket\":4,"
                                + "\"before\":\"rule \\\"home\\\" -> hss1.test\",\"after\":\"rule \\\"air\\\" -> answered with 5003\"}");
    }

    @Test
    void messagesAreShownWhenAskedFor() throws IOException {
        String after = set("after", TO_FIRST.replace("hss1", "hss2"));
        assertThat(replay(set("before", TO_FIRST), after, "--show-messages")).isEqualTo(ExitCodes.CHANGES);
        assertThat(out.toString()).contains("\"001012999\"").contains("3000 requests, 3000 decided otherwise");
    }

    @Test
    void peersMayBeDown() throws IOException {
        String before = set("before", TO_FIRST);
        assertThat(replay(before, set("after", TO_FIRST.replace("home,", "other,")), "--down", "hss1.test"))
                .isEqualTo(ExitCodes.CHANGES);
        assertThat(out.toString()).contains("before: rule \"home\" -> answered with 3002");
        assertThat(replay(before, before, "--down", "hss3.test")).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void filesThatAreWrongAreToldApart() throws IOException {
        String sound = set("before", TO_FIRST);
        assertThat(replay(sound, set("after", TO_FIRST.replace("hss1", "hss9"))))
                .isEqualTo(ExitCodes.INVALID);
        assertThat(err.toString()).contains("after/rules/a.conf:2").contains("unknown peer \"hss9.test\"");
        assertThat(new CommandLine(new ReplayCommand())
                        .setErr(new PrintWriter(err))
                        .execute("--pcap", sound + "/agent.conf", "--before", sound, "--after", sound))
                .isEqualTo(ExitCodes.INVALID);
        assertThat(err.toString()).contains("agent.conf: offset 0: not a capture file");
    }
}
