package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Strangers that hold connections: bounded in time and number, and never in the way of peers.
 *
 * <pre>
 *  strangers ==(silent)==&gt; [ agent ] &lt;-- client.visited.example
 * </pre>
 */
class HandshakeLimitsTest extends Behaviour {
    @Test
    void silenceIsClosed() {
        start(new TestConfig().agent("timers.handshake = 100ms").peers(CLIENT));
        RawConnection silent = dial();
        RawConnection halfway = dial();
        halfway.send(Arrays.copyOf(RawMessages.cer(CLIENT, S6A), 40));
        silent.awaitClosed();
        halfway.awaitClosed();
        connect(CLIENT, S6A);
    }

    @Test
    void aHundredSilentConnectionsDoNotLockPeersOut() {
        TestAgent agent = start(new TestConfig().agent("timers.handshake = 60s").peers(CLIENT, HSS1));
        for (int i = 0; i < 100; i++) {
            dial();
        }
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A).echo();
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(2001);
        assertThat(agent.peer(CLIENT).isOpen()).isTrue();
    }

    /** Every line of the agent counts, whoever writes it. */
    @Test
    void aCrowdThatSaysNothingDoesNotFillTheLog() {
        Logger log = (Logger) LoggerFactory.getLogger("io.realmgate.agent");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        TestAgent agent =
                start(new TestConfig().agent("timers.handshake = 200ms").peers(CLIENT));
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        try {
            for (int i = 0; i < 200; i++) {
                dial();
            }
            await().until(
                            () -> agent.total("realmgate_refused_connections_total", "cause", "silent"),
                            count -> count == 200);
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }
        assertThat(lines.list).isNotEmpty().hasSizeLessThan(50);
    }

    @Test
    void anAddressHasOnlySoManyConnections() {
        start(new TestConfig()
                .agent("timers.handshake = 60s")
                .agent("limits.connections-per-address = 3")
                .peers(CLIENT, HSS1));
        List<RawConnection> held = new ArrayList<>(List.of(dial(), dial()));
        RawPeer client = connect(CLIENT, S6A);
        RawConnection fourth = dial();
        fourth.awaitClosed();
        assertThat(fourth.waiting()).isZero();
        client.connection().ping();
        held.get(0).close();
        // The agent has to notice that one is gone before there is room again.
        await().until(() -> {
            RawConnection next = dial();
            next.send(RawMessages.cer(HSS1, S6A));
            next.awaitAnythingOrClosed();
            boolean room = next.waiting() == 1;
            if (room) {
                assertThat(next.next().resultCode()).isEqualTo(2001);
            }
            return room;
        });
    }

    @Test
    void patternsAdmitOnlySoManyPeersAtOnce() {
        TestAgent agent = start(new TestConfig()
                .agent("limits.pattern-peers = 2")
                .accept("{ identity = \"*.visited.example\", realm = visited.example }"));
        RawPeer first = connect("a.visited.example", S6A);
        connect("b.visited.example", S6A);
        RawConnection third = dial();
        third.send(RawMessages.cer("c.visited.example", S6A));
        assertThat(third.next().resultCode()).isEqualTo(5012);
        third.awaitClosed();
        // A place of one that is gone is given to the next.
        first.close();
        agent.awaitDown("a.visited.example");
        connect("c.visited.example", S6A);
        assertThat(agent.agent().peers()).hasSize(2);
    }

    /** Names that come and go must not stay in the metrics, nor in memory. */
    @Test
    void aPeerThatIsForgottenLeavesNoCounters() {
        TestAgent agent = start(new TestConfig()
                .agent("limits.pattern-peers = 3")
                .peers(HSS1)
                .accept("{ identity = \"*.visited.example\", realm = visited.example }"));
        RawPeer server = connect(HSS1, S6A).echo();
        for (int i = 0; i < 20; i++) {
            String identity = "c" + i + ".visited.example";
            RawPeer client = connect(identity, S6A);
            client.send(Ask.realm("home.example").from(identity));
            client.next();
            client.close();
            agent.awaitDown(identity);
        }
        assertThat(agent.metrics().keySet().stream()
                        .filter(name -> name.startsWith("realmgate_requests_total"))
                        .toList())
                .hasSize(3)
                .allSatisfy(name -> assertThat(name).containsAnyOf("c17.", "c18.", "c19."));
        agent.config().peers("new.home.example").withoutPeer(HSS1);
        agent.reload();
        server.connection().nextDisconnect();
        server.connection().awaitClosed();
        assertThat(agent.metrics().keySet()).noneMatch(name -> name.contains("\"" + HSS1 + "\""));
    }
}
