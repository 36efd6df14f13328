package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both connect at the same time: the higher identity keeps the connection that it accepted (RFC 6733 5.6.4).
 *
 * <pre>
 *               -- CER (ours, held back) --&gt;
 *  [ agent ]                                   peer.home.example
 *              &lt;-- CER (its own) ----------
 * </pre>
 */
class ElectionTest extends Behaviour {
    private static final String LOWER = "aaa.home.example";
    private static final String HIGHER = "zzz.home.example";

    @ParameterizedTest
    @CsvSource({
        LOWER + ", 1",
        "AAA.home.example, 1",
        HIGHER + ", 1",
        "ZZZ.home.example, 1",
        LOWER + ", 2",
        HIGHER + ", 2"
    })
    @Conforms({"6733:2.1/one-connection", "6733:5.6.4/election", "6733:5.6.4/case"})
    void exactlyOneConnectionIsLeft(String identity, int loops) {
        RawListener listener = listen();
        String name = identity.toLowerCase(java.util.Locale.ROOT);
        TestAgent agent = start(new TestConfig()
                .agent("event-loops = " + loops)
                .agent("timers.reconnect = 50ms")
                .peer(name, listener)
                .peers(CLIENT));
        RawConnection ours = use(listener.accept());
        RawMessage cer = ours.next();
        RawConnection its = dial();
        its.send(RawMessages.cer(identity, S6A));

        boolean weWin = name.equals(LOWER);
        RawConnection stays = weWin ? its : ours;
        RawConnection goes = weWin ? ours : its;
        if (weWin) {
            assertThat(its.next().resultCode()).isEqualTo(2001);
        }
        if (!weWin) {
            // Its connection is given up when the CEA has come on ours: until then ours could still fail.
            ours.send(RawMessages.cea(cer, identity, S6A));
        }
        goes.awaitClosed();
        stays.ping();
        assertThat(agent.peer(name).isOpen()).isTrue();
        assertThat(agent.peer(name).direction()).isEqualTo(weWin ? "connects to us" : "we connect");

        // The one that is left carries traffic, and no other is made.
        stays.respond(request -> RawMessages.success(request, identity));
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example"));
        assertThat(client.next().avp(264).text()).isEqualTo(identity);
        listener.assertNobodyConnects();
        assertThat(goes.waiting()).isZero();
    }
}
