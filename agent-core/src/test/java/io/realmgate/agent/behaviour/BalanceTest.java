package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.peer.PeerSnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How the members of a group share requests.
 *
 * <pre>
 *                                        /-- hss1.home.example
 *  client.visited.example --- [ agent ] ---- hss2.home.example
 *                                        \-- hss3.home.example
 * </pre>
 */
class BalanceTest extends Behaviour {
    private static final String HSS3 = "hss3.home.example";

    private TestAgent start(int loops, String group) {
        return start(new TestConfig()
                .agent("timers.request = 60s")
                .agent("event-loops = " + loops)
                .agent("reopen-after = 0")
                .peers(CLIENT, HSS1, HSS2, HSS3)
                .peersFile("groups { hss { " + group + " } }")
                .rules("{ name = r, action = relay, to = hss }"));
    }

    private static String served(RawPeer client, Ask ask) {
        client.send(ask);
        return client.next().avp(264).text();
    }

    private static JsonObject explain(TestAgent agent, String field, String value) {
        JsonObject question = new JsonObject()
                .put("from", CLIENT)
                .put("application", "S6a")
                .put("command", "ULR")
                .put("destination-realm", "home.example")
                .put(field, value);
        return new JsonObject(
                agent.http("POST", "/v1/explain", question.encode()).body());
    }

    private static String why(JsonObject explained, String peer) {
        JsonArray candidates = explained.getJsonArray("candidates");
        return candidates.stream()
                .map(JsonObject.class::cast)
                .filter(c -> c.getString("peer").equals(peer))
                .map(c -> c.getString("why"))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void roundRobinTakesTurns(int loops) {
        TestAgent agent = start(loops, "select = round-robin, members = [ " + HSS1 + ", " + HSS2 + ", " + HSS3 + " ]");
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A).echo();
        connect(HSS2, S6A).echo();
        RawPeer third = connect(HSS3, S6A).echo();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            order.add(served(client, Ask.realm("home.example")));
        }
        assertThat(order.subList(0, 3)).containsExactlyInAnyOrder(HSS1, HSS2, HSS3);
        assertThat(order.subList(3, 6)).isEqualTo(order.subList(0, 3));
        assertThat(order.subList(6, 9)).isEqualTo(order.subList(0, 3));

        // To be asked who would be next is not to take the turn.
        String next = explain(agent, "origin-host", CLIENT).getString("next");
        assertThat(explain(agent, "origin-host", CLIENT).getString("next")).isEqualTo(next);
        assertThat(served(client, Ask.realm("home.example"))).isEqualTo(next);

        third.close();
        agent.awaitDown(HSS3);
        Map<String, Integer> left = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            left.merge(served(client, Ask.realm("home.example")), 1, Integer::sum);
        }
        assertThat(left).isEqualTo(Map.of(HSS1, 5, HSS2, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void leastPendingAvoidsWhoeverIsBehind(int loops) {
        TestAgent agent = start(loops, "select = least-pending, members = [ " + HSS1 + ", " + HSS2 + " ]");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer slow = connect(HSS1, S6A);
        connect(HSS2, S6A).echo();
        // The first that the slow one gets stays with it, and all others pass by.
        client.send(Ask.realm("home.example"));
        for (int i = 0; i < 200 && slow.connection().waiting() == 0; i++) {
            int sent = i + 1;
            await().until(() ->
                    client.connection().waiting() + slow.connection().waiting() == sent);
            if (slow.connection().waiting() == 0) {
                client.send(Ask.realm("home.example"));
            }
        }
        await().until(() -> agent.peer(HSS1).pending() == 1 && agent.peer(HSS2).pending() == 0);
        client.next(client.connection().waiting());
        JsonObject explained = explain(agent, "origin-host", CLIENT);
        assertThat(why(explained, HSS1)).isEqualTo("passed over: 1 pending, weight 1");
        assertThat(why(explained, HSS2)).isEqualTo("chosen: 0 pending, weight 1");
        for (int i = 0; i < 50; i++) {
            assertThat(served(client, Ask.realm("home.example"))).isEqualTo(HSS2);
            // The answer is counted when it is passed on: the next request must not overtake that.
            await().until(() -> agent.peer(HSS2).pending() == 0);
        }
        slow.serve();
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
    }

    @Test
    void lowestLatencyGoesToTheFaster() {
        TestAgent agent = start(1, "select = lowest-latency, members = [ " + HSS1 + ", " + HSS2 + " ]");
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        // Each of them gets one request to be known by.
        client.send(Ask.realm("home.example"));
        client.send(Ask.realm("home.example"));
        first.serve();
        await().until(() -> client.connection().waiting() == 1);
        // This one takes longer.
        for (int i = 0; i < 20; i++) {
            client.connection().ping();
        }
        second.serve();
        client.next(2);
        first.echo();
        second.echo();
        for (int i = 0; i < 50; i++) {
            PeerSnapshot one = agent.peer(HSS1);
            PeerSnapshot other = agent.peer(HSS2);
            double difference =
                    Objects.requireNonNull(one.latencyMillis()) - Objects.requireNonNull(other.latencyMillis());
            String served = served(client, Ask.realm("home.example"));
            // Within a microsecond they are equal, and chance decides.
            if (Math.abs(difference) > 0.002) {
                assertThat(served).isEqualTo(difference < 0 ? HSS1 : HSS2);
            }
        }
        assertThat(why(explain(agent, "origin-host", CLIENT), HSS1))
                .contains("answers in ")
                .contains("0 pending");
    }

    @ParameterizedTest
    @CsvSource({"session-id, 1", "user-name, 1", "session-id, 2"})
    void consistentHashKeepsAKeyWithOneMemberAndAFailureMovesNoOther(String key, int loops) {
        TestAgent agent = start(
                loops,
                "select = consistent-hash, key = " + key + ", members = [ " + HSS1 + ", " + HSS2 + ", " + HSS3 + " ]");
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A).echo();
        connect(HSS2, S6A).echo();
        RawPeer third = connect(HSS3, S6A).echo();
        Map<String, String> before = assignments(agent, client, key);
        assertThat(before).containsValues(HSS1, HSS2, HSS3);
        assertThat(assignments(agent, client, key)).isEqualTo(before);

        third.close();
        agent.awaitDown(HSS3);
        Map<String, String> without = assignments(agent, client, key);
        before.forEach((id, server) -> {
            if (server.equals(HSS3)) {
                assertThat(without.get(id)).isIn(HSS1, HSS2);
            } else {
                assertThat(without.get(id)).isEqualTo(server);
            }
        });
        connect(HSS3, S6A).echo();
        agent.awaitOpen(HSS3);
        assertThat(assignments(agent, client, key)).isEqualTo(before);
    }

    /** What serves each of some keys, which is what explain says of them. */
    private static Map<String, String> assignments(TestAgent agent, RawPeer client, String key) {
        Map<String, String> served = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            String id = "0010100000000" + i;
            Ask ask = Ask.realm("home.example");
            if (key.equals("session-id")) {
                ask.session(id);
            } else {
                ask.session("s;" + i + ";" + client.connection().localPort())
                        .with(io.realmgate.agent.testkit.TestAvp.text(1, id));
            }
            String server = served(client, ask);
            served.put(id, server);
            if (i % 10 == 0) {
                JsonObject explained = explain(agent, key, id);
                assertThat(explained.getString("next")).isEqualTo(server);
                assertThat(why(explained, server)).isEqualTo("chosen: consistent-hash by " + key + ", weight 1");
            }
        }
        return served;
    }

    @Test
    void aRequestWithoutTheKeyGoesByWeight() {
        start(1, "select = consistent-hash, key = user-name, members = [ " + HSS1 + ", " + HSS2 + " ]");
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A).echo();
        connect(HSS2, S6A).echo();
        Map<String, Integer> served = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            served.merge(served(client, Ask.realm("home.example")), 1, Integer::sum);
        }
        assertThat(served).containsOnlyKeys(HSS1, HSS2);
    }

    @Test
    void aLowerPriorityIsAskedOnlyWhenNobodyAboveCan() {
        TestAgent agent = start(
                1,
                "select = round-robin, members = [ { peer = " + HSS1 + ", priority = 1 }, { peer = " + HSS2
                        + ", priority = 1 }, { peer = " + HSS3 + ", priority = 2 } ]");
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A);
        connect(HSS3, S6A);
        JsonObject explained = explain(agent, "origin-host", CLIENT);
        assertThat(why(explained, HSS1)).isEqualTo("chosen: in turn");
        assertThat(why(explained, HSS2)).isEqualTo("not connected");
        assertThat(why(explained, HSS3)).isEqualTo("passed over: priority 2, asked when nobody of priority 1 can");
        assertThat(client.connection().waiting()).isZero();
    }
}
