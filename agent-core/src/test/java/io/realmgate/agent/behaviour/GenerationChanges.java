package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Changes the set of an agent again and again, as an operator does: files and tables and reload, PUT of one file, restore; and in
 * between with mistakes, which must change nothing. Each set sends all requests to one server only, another one than
 * the set before; its rule asks for a group that only this set has and sends to a group that only this set has, so that
 * rules, groups and peers of different sets together send nothing anywhere. One thread.
 */
final class GenerationChanges {
    /** Servers that the sets send to in turn; enough that one that was sent away is back when it is its turn. */
    static final int SERVERS = 6;

    private static final String RULES = "rules/50-load.conf";
    private static final String TABLE = "tables/servers.csv";

    /** What is done, over and over. */
    private static final Change[] CHANGES = {
        Change.GROUPS,
        Change.BROKEN_RULES,
        Change.PEER_GONE,
        Change.RULES,
        Change.RESTORE,
        Change.BY_TABLE,
        Change.UNKNOWN_GROUP,
        Change.TABLE,
        Change.BROKEN_TABLE,
        Change.TABLE,
        Change.UNKNOWN_IN_TABLE,
        Change.PEER_CHANGED,
        Change.PUT,
        Change.NOT_TEXT,
        Change.RULES,
        Change.PUT_BROKEN
    };

    private enum Change {
        /** Another rule. */
        RULES(false),
        /** Other groups, and a rule that goes with them. */
        GROUPS(false),
        /** The same, and the server that was sent to until now is no peer any more, until the next change of groups. */
        PEER_GONE(false),
        /** The same, and its entry changes, so that it has to come again. */
        PEER_CHANGED(false),
        /** A rule that asks a table. */
        BY_TABLE(false),
        /** Another row of that table, and nothing else. */
        TABLE(false),
        /** Another rule, by PUT. */
        PUT(false),
        /** The set before. */
        RESTORE(false),
        BROKEN_RULES(true),
        BROKEN_TABLE(true),
        UNKNOWN_IN_TABLE(true),
        UNKNOWN_GROUP(true),
        NOT_TEXT(true),
        PUT_BROKEN(true);

        final boolean isMistake;

        Change(boolean isMistake) {
            this.isMistake = isMistake;
        }
    }

    /**
     * What the files say.
     *
     * @param names part of the names of groups
     * @param target the server that everything goes to
     * @param gone the server that is no peer, or -1
     * @param moved bit n: the entry of server n is as it was, or the other one
     * @param byTable whether the table says who the target is
     */
    private record Content(int names, int target, int gone, int moved, boolean byTable) {
        String peers(int clients) {
            StringBuilder text = new StringBuilder("peers = [\n");
            StringBuilder members = new StringBuilder();
            // The last client is none of the configured peers: a pattern admits it.
            for (int i = 0; i < clients - 1; i++) {
                String identity = LoadClients.identity(i);
                text.append("  { identity = ").append(identity).append(", realm = visited.example }\n");
                members.append(identity).append(' ');
            }
            for (int i = 0; i < SERVERS; i++) {
                if (i != gone) {
                    text.append("  { identity = ")
                            .append(LoadServers.identity(i))
                            .append(", realm = home.example");
                    text.append(((moved >> i) & 1) == 0 ? " }\n" : ", from = [ \"127.0.0.0/8\" ] }\n");
                }
            }
            text.append("]\naccept = [ { identity = \"*.visited.example\", realm = visited.example, group = from-");
            text.append(names).append(" } ]\ngroups {\n  from-").append(names).append(" { members = [ ");
            text.append(members.toString().trim().replace(" ", ", ")).append(" ] }\n");
            for (int i = 0; i < SERVERS; i++) {
                if (i != gone) {
                    text.append("  to-").append(names).append('-').append(i).append(" { members = [ ");
                    text.append(LoadServers.identity(i)).append(" ] }\n");
                }
            }
            return text.append("}\n").toString();
        }

        String rules() {
            String to = byTable ? "{ table = servers, key = destination-realm }" : group();
            return "rules = [\n  { name = all, match { from = from-" + names + " }, action = relay, to = " + to
                    + " }\n  { name = none, action = reject, result = 5012 }\n]\n";
        }

        private String group() {
            return "to-" + names + "-" + target;
        }

        String table() {
            return "text,to\nhome.example," + group() + "\n";
        }

        Content next(Change change) {
            int then = (target + 1) % SERVERS;
            return switch (change) {
                case GROUPS -> new Content(names + 1, then, -1, moved, false);
                case PEER_GONE -> new Content(names + 1, then, target, moved, false);
                case PEER_CHANGED -> new Content(names + 1, then, -1, moved ^ (1 << target), false);
                case BY_TABLE, TABLE -> new Content(names, then, gone, moved, true);
                default -> new Content(names, then, gone, moved, false);
            };
        }
    }

    private final Path directory;
    private final int clients;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ForceTimeline timeline = new ForceTimeline();
    private final Histogram took = new Histogram(3);
    private final Map<Integer, Content> byGeneration = new HashMap<>();
    private Content content = new Content(0, 0, -1, 0, false);
    private int adminPort;
    private int generation = 1;
    private int made;
    private int mistakes;
    private int refusedReloads;

    GenerationChanges(Path directory, int clients) {
        this.directory = directory;
        this.clients = clients;
    }

    /** The files of the first set. */
    void writeFirst() {
        write(content);
    }

    /** The agent runs with the first set, and is asked here. */
    void begin(int port) {
        adminPort = port;
        byGeneration.put(generation, content);
        timeline.inForce(content.target(), System.nanoTime(), System.nanoTime());
    }

    private void write(Content wanted) {
        write("peers.conf", wanted.peers(clients));
        write(RULES, wanted.rules());
        write(TABLE, wanted.table());
    }

    private void write(String file, String text) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.resolveSibling(""));
            Files.writeString(path, text, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the next change. */
    void change() {
        Change change = CHANGES[made % CHANGES.length];
        made++;
        if (change.isMistake) {
            mistake(change);
            return;
        }
        Content next = change == Change.RESTORE ? byGeneration.get(generation - 1) : content.next(change);
        if (next == null) {
            throw new AssertionError("generation " + (generation - 1) + " is not known");
        }
        awaitOpen(next.target());
        long asked = System.nanoTime();
        HttpResponse<String> response = switch (change) {
            case PUT -> http("PUT", "/v1/" + RULES, next.rules());
            case RESTORE -> http("POST", "/v1/generations/" + (generation - 1) + "/restore", null);
            default -> {
                write(next);
                asked = System.nanoTime();
                yield http("POST", "/v1/rules/reload", null);
            }
        };
        long known = System.nanoTime();
        check(change, response, 200, ++generation);
        took.recordValue(known - asked);
        timeline.inForce(next.target(), asked, known);
        byGeneration.put(generation, next);
        content = next;
    }

    private void mistake(Change change) {
        Content next = content.next(Change.GROUPS);
        write(next);
        switch (change) {
            case BROKEN_RULES -> write(RULES, next.rules().replace("]\n", ""));
            case UNKNOWN_GROUP -> write(RULES, next.rules().replace("to = to-", "to = nobody-"));
            case BROKEN_TABLE -> write(TABLE, next.table() + "home.example\n");
            case UNKNOWN_IN_TABLE -> write(TABLE, next.table().replace(",to-", ",nobody-"));
            case NOT_TEXT -> write(RULES, "# \u00ff\n" + next.rules());
            default -> write(content);
        }
        HttpResponse<String> response = change == Change.PUT_BROKEN
                ? http("PUT", "/v1/" + RULES, next.rules())
                : http("POST", "/v1/rules/reload", null);
        check(change, response, 422, generation);
        refusedReloads += change == Change.PUT_BROKEN ? 0 : 1;
        mistakes++;
        write(content);
    }

    private static void check(Change change, HttpResponse<String> response, int status, int generation) {
        String body = response.body();
        if (response.statusCode() != status || new JsonObject(body).getInteger("generation") != generation) {
            throw new AssertionError(change + ": " + status + " and generation " + generation + " expected, came "
                    + response.statusCode() + " " + body);
        }
    }

    private void awaitOpen(int server) {
        await().until(() -> new JsonObject(http("GET", "/v1/peers/" + LoadServers.identity(server), null)
                        .body())
                .getString("state", "")
                .equals("OPEN"));
    }

    HttpResponse<String> http(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .timeout(Patience.LIMIT);
        if (body != null) {
            request.header("If-Match", "*");
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    ForceTimeline timeline() {
        return timeline;
    }

    /** The number of the generation that is in force. */
    int generation() {
        return generation;
    }

    int made() {
        return made;
    }

    /** Those of them that were refused. */
    int mistakes() {
        return mistakes;
    }

    /** Those of them that were reloads. */
    int refusedReloads() {
        return refusedReloads;
    }

    /** Nanoseconds from asking to the answer, of those that came into force. */
    Histogram took() {
        return took;
    }
}
