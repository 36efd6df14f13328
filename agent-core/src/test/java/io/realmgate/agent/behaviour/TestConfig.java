package io.realmgate.agent.behaviour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files of an agent under test. */
final class TestConfig {
    /** Another number shows that connections on different loops behave like those on one. */
    private static final int EVENT_LOOPS = Integer.getInteger("realmgate.test.event-loops", 1);

    private final List<String> agent = new ArrayList<>();
    private final Map<String, String> peers = new TreeMap<>();
    private final List<String> accepts = new ArrayList<>();
    private final List<String> peersFile = new ArrayList<>();
    private final Map<String, String> rules = new TreeMap<>();
    private final List<String> listeners = new ArrayList<>();
    private final Map<String, String> files = new TreeMap<>();
    private String identity = TestAgent.IDENTITY;
    private String listen = "127.0.0.1";

    TestConfig identity(String name) {
        identity = name;
        return this;
    }

    /** The address of loopback that the agent listens on. */
    TestConfig listen(String host) {
        listen = host;
        return this;
    }

    /** Adds settings inside {@code agent { }}. */
    TestConfig agent(String lines) {
        agent.add(lines);
        return this;
    }

    /** Adds an entry to {@code agent.listen}, behind the usual one. */
    TestConfig listener(String entry) {
        listeners.add(entry);
        return this;
    }

    /** A file beside agent.conf. */
    TestConfig file(String name, String text) {
        files.put(name, text);
        return this;
    }

    /** Peers that connect to the agent. */
    TestConfig peers(String... identities) {
        for (String name : identities) {
            peer(name, null, "");
        }
        return this;
    }

    /** A peer that the agent connects to, or that connects to the agent when there is no listener. */
    TestConfig peer(String name, @Nullable RawListener listener) {
        return peer(name, listener, "");
    }

    /** @param more for example {@code from = [ "10.0.0.0/8" ]} */
    TestConfig peer(String name, @Nullable RawListener listener, String more) {
        String connect = listener == null ? "" : ", connect = \"" + listener.uri() + "\"";
        return peerWithRealm(name, RawMessages.realmOf(name), connect + (more.isEmpty() ? "" : ", " + more));
    }

    TestConfig peerWithRealm(String name, String realm, String more) {
        peers.put(name, "{ identity = \"" + name + "\", realm = \"" + realm + "\"" + more + " }");
        return this;
    }

    TestConfig withoutPeer(String name) {
        peers.remove(name);
        return this;
    }

    TestConfig accept(String entry) {
        accepts.add(entry);
        return this;
    }

    /** Takes off the pattern with this identity. */
    TestConfig withoutAccept(String pattern) {
        accepts.removeIf(entry -> entry.contains("\"" + pattern + "\""));
        return this;
    }

    /** Adds lines to peers.conf: groups, default-route. */
    TestConfig peersFile(String lines) {
        peersFile.add(lines);
        return this;
    }

    TestConfig withoutRealms() {
        peersFile.removeIf(lines -> lines.startsWith("realms"));
        return this;
    }

    /** Sets the content of one file below {@code rules/}. */
    TestConfig ruleFile(String file, String text) {
        rules.put(file, text);
        return this;
    }

    /** Sets the rules of the only rule file. */
    TestConfig rules(String... entries) {
        return ruleFile("50-test.conf", "rules = [\n" + String.join("\n", entries) + "\n]\n");
    }

    void write(Path directory) {
        try {
            Files.writeString(directory.resolve("agent.conf"), agentConf());
            Files.writeString(directory.resolve("peers.conf"), peersConf());
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path written = directory.resolve(file.getKey());
                Files.createDirectories(written.getParent());
                Files.writeString(written, file.getValue());
            }
            Path ruleDirectory = Files.createDirectories(directory.resolve("rules"));
            for (Map.Entry<String, String> file : rules.entrySet()) {
                Files.writeString(ruleDirectory.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String agentConf() {
        return "agent {\n  identity = " + identity + "\n  realm = " + TestAgent.REALM + "\n"
                + "  listen = [ { transport = tcp, host = \"" + listen + "\", port = 0 }"
                + listeners.stream().map(entry -> ", " + entry).collect(Collectors.joining()) + " ]\n"
                + "  admin.port = 0\n  timers.handshake = 2s\n  event-loops = " + EVENT_LOOPS + "\n"
                + String.join("\n", agent) + "\n}\n";
    }

    private String peersConf() {
        return "peers = [\n" + String.join("\n", peers.values()) + "\n]\naccept = [\n" + String.join("\n", accepts)
                + "\n]\n" + String.join("\n", peersFile) + "\n";
    }
}
