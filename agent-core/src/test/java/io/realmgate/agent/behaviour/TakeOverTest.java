package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.TestAvp;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A peer connects anew while its old connection still looks open: the old one has to prove that it lives.
 *
 * <pre>
 *  client.visited.example -- [ agent ] --- DWR ---&gt; hss1.home.example (silent)
 *                                      &lt;-- CER ---- hss1.home.example (anew)
 *                                      -----------  hss2.home.example
 * </pre>
 */
class TakeOverTest extends Behaviour {
    private static TestConfig config(int loops) {
        return new TestConfig()
                .agent("event-loops = " + loops)
                .agent("timers.handshake = 1s")
                .agent("reopen-after = 0")
                .peers(CLIENT, HSS1, HSS2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theNewConnectionTakesOverAndWhatWasPendingGoesElsewhere(int loops) {
        TestAgent agent = start(config(loops));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer old = connect(HSS1, S6A);
        client.send(Ask.realm("home.example"));
        old.next();
        old.connection().ignoreWatchdog();
        connect(HSS2, S6A).echo();
        RawPeer anew = connect(HSS1, S6A);
        assertThat(client.next().avp(264).text()).as("failed over").isEqualTo(HSS2);
        old.connection().awaitClosed();
        anew.echo();
        await().until(() -> agent.peer(HSS1).isOpen());
        client.send(Ask.realm("home.example").host(HSS1));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aConnectionThatLivesStays(int loops) {
        TestAgent agent = start(config(loops));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer old = connect(HSS1, S6A).echo();
        for (int i = 0; i < 5; i++) {
            RawConnection second = dial();
            second.send(RawMessages.cer(HSS1, S6A));
            second.awaitClosed();
        }
        assertThat(agent.peer(HSS1).isOpen()).isTrue();
        client.send(Ask.realm("home.example"));
        assertThat(client.next().avp(264).text()).isEqualTo(old.identity());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aPeerThatRestartsBehindItsConnectionLosesNothingOfOurs(int loops) {
        TestAgent agent = start(config(loops));
        RawPeer client = connect(CLIENT, S6A);
        List<TestAvp> cer = RawMessages.capabilities(HSS1, S6A);
        cer.add(TestAvp.u32(278, 1000));
        RawConnection server = dial();
        server.send(RawMessages.cer(cer));
        server.next();
        client.send(Ask.realm("home.example"));
        server.next();
        connect(HSS2, S6A).echo();
        server.send(RawMessages.dwr(HSS1, 1001));
        assertThat(server.nextAnyWatchdogAnswer().resultCode()).isEqualTo(2001);
        assertThat(client.next().avp(264).text()).as("failed over").isEqualTo(HSS2);
        assertThat(agent.peer(HSS1).isOpen()).isTrue();
        assertThat(agent.peer(HSS1).originStateId()).isEqualTo(1001);
        assertThat(agent.metric("realmgate_peer_restarts_total", HSS1)).isOne();
        assertThat(agent.get("/v1/peers/" + HSS1).body()).contains("\"restarts\" : 1");
        server.respond(request -> RawMessages.success(request, HSS1));
        client.send(Ask.realm("home.example").host(HSS1));
        assertThat(client.next().avp(264).text()).isEqualTo(HSS1);
    }
}
