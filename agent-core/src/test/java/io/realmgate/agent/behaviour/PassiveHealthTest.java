package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that is open and answers its watchdog, but no request.
 *
 * <pre>
 *                                          /-- hss1.home.example  (silent, or too busy)
 *  client.visited.example --- [ agent ] --&lt;
 *                                          \-- hss2.home.example
 * </pre>
 */
class PassiveHealthTest extends Behaviour {
    private TestAgent start(String ejection, int loops) {
        return start(new TestConfig()
                .agent("timers.request = 60s")
                .agent("ejection { outcomes = 3, " + ejection + " }")
                .agent("event-loops = " + loops)
                .peers(CLIENT, HSS1, HSS2)
                .peersFile("groups { hss { select = round-robin, members = [ " + HSS1 + ", " + HSS2 + " ] } }")
                .rules("{ name = r, action = relay, to = hss, retry { attempt-timeout = 50ms } }"));
    }

    /** Sends requests, one after the other, until the agent has ejected the peer. */
    private static void untilEjected(TestAgent agent, RawPeer client, String peer) {
        await().until(() -> {
            client.send(Ask.realm("home.example"));
            assertThat(client.next().resultCode()).isEqualTo(2001);
            return agent.peer(peer).ejected();
        });
    }

    private static int served(RawPeer client, int requests, String by) {
        int served = 0;
        for (int i = 0; i < requests; i++) {
            client.send(Ask.realm("home.example"));
            RawMessage answer = client.next();
            assertThat(answer.resultCode()).isEqualTo(2001);
            served += answer.avp(264).text().equals(by) ? 1 : 0;
        }
        return served;
    }

    private static String why(TestAgent agent, int candidate) {
        JsonObject question = new JsonObject()
                .put("from", CLIENT)
                .put("application", "S6a")
                .put("command", "ULR")
                .put("destination-realm", "home.example");
        return new JsonObject(
                        agent.http("POST", "/v1/explain", question.encode()).body())
                .getJsonArray("candidates")
                .getJsonObject(candidate)
                .getString("why");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isEjectedAndItsRequestsGoElsewhereAtOnce(int loops) {
        TestAgent agent = start("time = 1h", loops);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer silent = connect(HSS1, S6A);
        connect(HSS2, S6A).echo();
        untilEjected(agent, client, HSS1);
        silent.connection().forget();
        assertThat(served(client, 50, HSS2)).isEqualTo(50);
        assertThat(silent.connection().waiting()).isZero();
        assertThat(agent.peer(HSS1).isOpen()).isTrue();
        assertThat(agent.peer(HSS2).ejected()).isFalse();
        assertThat(agent.metric("realmgate_ejections_total", HSS1)).isEqualTo(1);
        assertThat(agent.metric("realmgate_peer_ejected", HSS1)).isEqualTo(1);
        assertThat(agent.get("/v1/peers/" + HSS1).body()).contains("\"ejected\" : true");
        assertThat(why(agent, 0))
                .startsWith("passed over: in turn; ejected: it did not answer requests, a request may try it in ");
        assertThat(why(agent, 1)).isEqualTo("chosen: in turn");
        // Whoever asks for that very host gets it.
        silent.echo();
        client.send(Ask.realm("home.example").host(HSS1));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
    }

    @Test
    void isEjectedToWhenItIsTooBusyForAll() {
        TestAgent agent = start("time = 1h", 1);
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A).connection().respond(request -> RawMessages.answer(request, 0x20, 3004, HSS1));
        connect(HSS2, S6A).echo();
        untilEjected(agent, client, HSS1);
        assertThat(agent.metric("realmgate_answers_total", HSS1, "class", "3xxx"))
                .isGreaterThanOrEqualTo(3);
        assertThat(served(client, 20, HSS2)).isEqualTo(20);
    }

    @Test
    void isTriedByRequestsAndRestoredWhenItAnswersThem() {
        TestAgent agent = start("time = 100ms", 1);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer silent = connect(HSS1, S6A);
        connect(HSS2, S6A).echo();
        untilEjected(agent, client, HSS1);
        silent.connection().forget();
        silent.echo();
        await().until(() -> {
            served(client, 2, HSS1);
            return !agent.peer(HSS1).ejected();
        });
        assertThat(served(client, 20, HSS1)).isEqualTo(10);
    }

    @Test
    void ejectionsCountForNothingWhenTooFewAreLeft() {
        TestAgent agent = start("time = 1h, panic = 51", 1);
        RawPeer client = connect(CLIENT, S6A);
        RawPeer silent = connect(HSS1, S6A);
        connect(HSS2, S6A).echo();
        untilEjected(agent, client, HSS1);
        silent.connection().forget();
        // One of two is less than 51 percent.
        silent.echo();
        assertThat(served(client, 4, HSS1)).isEqualTo(2);
    }

    /** The only one that is there gets the requests, ejected or not. */
    @Test
    void aWholeGroupIsNeverEjected() {
        TestAgent agent = start(new TestConfig()
                .agent("timers.request = 60s")
                .agent("ejection { outcomes = 3, time = 1h }")
                .peers(CLIENT, HSS1)
                .rules("{ name = r, action = relay, to = " + HSS1 + ", retry { on = [], deadline = 50ms } }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer silent = connect(HSS1, S6A);
        await().until(() -> {
            client.send(Ask.realm("home.example"));
            assertThat(client.next().resultCode()).isEqualTo(3002);
            return agent.peer(HSS1).ejected();
        });
        silent.connection().forget();
        client.send(Ask.realm("home.example"));
        silent.next();
        assertThat(client.next().resultCode()).isEqualTo(3002);
        silent.echo();
        for (int i = 0; i < 3; i++) {
            client.send(Ask.realm("home.example"));
            assertThat(client.next().resultCode()).isEqualTo(2001);
        }
        assertThat(agent.peer(HSS1).ejected()).isFalse();
    }
}
