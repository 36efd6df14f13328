package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Connections whose octets trickle in: they are closed, whether their peer is known or not.
 *
 * <pre>
 *  client.visited.example (octet by octet) ---- [ agent ] ---- hss1.home.example
 *  stranger (octet by octet) ------------------/
 * </pre>
 */
class StalledConnectionTest extends Behaviour {
    private static void trickleUntilClosed(RawConnection connection) {
        byte[] octet = new byte[1];
        await().until(() -> {
            try {
                connection.send(octet);
            } catch (UncheckedIOException e) {
                return true;
            }
            return connection.isClosed();
        });
    }

    @Test
    void aCerThatTricklesInIsAsGoodAsNone() {
        TestAgent agent =
                start(new TestConfig().agent("timers.handshake = 150ms").peers(CLIENT));
        RawConnection stranger = dial();
        stranger.send(Arrays.copyOf(RawMessages.cer(CLIENT, S6A), 4));
        trickleUntilClosed(stranger);
        await().until(() -> refused(agent, "silent") == 1);
    }

    @Test
    void aMessageOfAPeerThatTricklesInIsNotWaitedForLongerThanTheWatchdogInterval() {
        TestAgent agent =
                start(new TestConfig().agent("timers.watchdog = 300ms").peers(CLIENT, HSS1));
        RawPeer client = connect(CLIENT, S6A);
        byte[] start = {1, 0x10, 0, 0};
        client.connection().send(start);
        trickleUntilClosed(client.connection());
        agent.awaitDown(CLIENT);
        assertThat(refused(agent, "stalled")).isEqualTo(1);
        assertThat(agent.peer(CLIENT).lastEvent()).contains("not complete in time");
    }

    @Test
    void somethingElseThanDiameterIsCounted() {
        TestAgent agent = start(new TestConfig().peers(CLIENT));
        RawConnection web = dial();
        web.send("GET / HTTP/1.1\r\nHost: agent\r\n\r\n");
        web.awaitClosed();
        RawConnection early = dial();
        early.send(Ask.realm("home.example").bytes());
        early.awaitClosed();
        RawConnection unknown = dial();
        unknown.send(RawMessages.cer("who.visited.example", S6A));
        assertThat(unknown.next().resultCode()).isEqualTo(3010);
        RawConnection nothing = dial();
        nothing.send(RawMessages.cer(CLIENT));
        assertThat(nothing.next().resultCode()).isEqualTo(5010);
        await().until(() -> refused(agent, "no_cer") == 2);
        assertThat(refused(agent, "unknown_peer")).isEqualTo(1);
        assertThat(refused(agent, "no_common_application")).isEqualTo(1);
        connect(CLIENT, S6A);
        RawConnection second = dial();
        second.send(RawMessages.cer(CLIENT, S6A));
        second.awaitClosed();
        assertThat(refused(agent, "already_connected")).isEqualTo(1);
    }

    private static long refused(TestAgent agent, String cause) {
        return agent.total("realmgate_refused_connections_total", "cause", cause);
    }
}
