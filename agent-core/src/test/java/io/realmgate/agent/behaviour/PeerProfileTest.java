package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Peers that are talked to in another way than the others: what we advertise to them, and what we believe of them
 * (RFC 6733 5.3).
 *
 * <pre>
 *  client.visited.example    (entry of its own)  --\                /-- hss1.home.example (we connect)
 *                                                   &gt;-- [ agent ] --
 *  mme1.pattern.example      (by a pattern)      --/                \-- hss2.home.example
 * </pre>
 */
class PeerProfileTest extends Behaviour {
    private static final int VENDOR_3GPP = 10415;
    private static final int CX = 16777216;
    private static final String S6A_ONLY = "advertise = [ S6a ]";

    private RawMessage cea(String identity, int... applications) {
        RawConnection connection = dial();
        connection.send(RawMessages.cer(identity, applications));
        return connection.next();
    }

    private static List<Integer> codes(RawMessage message) {
        return message.avps().stream().map(RawAvp::code).toList();
    }

    /** One Vendor-Specific-Application-Id as "vendor auth/acct application". */
    private static String text(RawAvp vendorSpecific) {
        assertThat(vendorSpecific.flags()).isEqualTo(0x40);
        List<RawAvp> inner = vendorSpecific.inner();
        assertThat(inner).hasSize(2);
        assertThat(inner.get(0).code()).isEqualTo(266);
        assertThat(inner).allMatch(avp -> avp.flags() == 0x40);
        String kind = inner.get(1).code() == 258 ? " auth " : inner.get(1).code() == 259 ? " acct " : "?";
        return inner.get(0).number() + kind + inner.get(1).number();
    }

    // What we advertise -------------------------------------------------------------------------------------------

    @Test
    @Conforms({"6733:6.11/one-application", "6733:5.3.6/vendor-id", "6733:5.3.1/cer"})
    void applicationsOfVendorsAreAdvertisedWithTheirVendor() {
        start(new TestConfig().peer(CLIENT, null, """
                advertise = [ S6a, Gy, Rf, { application = 16777999, vendor = 193, type = acct } ]"""));
        RawMessage cea = cea(CLIENT, S6A);
        assertThat(cea.resultCode()).isEqualTo(2001);
        assertThat(codes(cea)).containsExactly(268, 264, 296, 257, 266, 269, 278, 265, 265, 258, 299, 259, 260, 260);
        assertThat(cea.all(265).stream().map(RawAvp::number).toList()).containsExactly(VENDOR_3GPP, 193);
        assertThat(cea.avp(258).number()).isEqualTo(4);
        assertThat(cea.avp(259).number()).isEqualTo(3);
        assertThat(cea.all(260).stream().map(PeerProfileTest::text).toList())
                .containsExactly("10415 auth 16777251", "193 acct 16777999");
    }

    @Test
    void theCerSaysTheSame() {
        RawListener listener = listen();
        start(new TestConfig().peer(HSS1, listener, S6A_ONLY + ", supported-vendors = [ 13019, 10415 ]"));
        RawConnection connection = use(listener.accept());
        RawMessage cer = connection.next();
        assertThat(codes(cer)).containsExactly(264, 296, 257, 266, 269, 278, 265, 265, 299, 260);
        assertThat(cer.all(265).stream().map(RawAvp::number).toList()).containsExactly(13019, VENDOR_3GPP);
        assertThat(text(cer.avp(260))).isEqualTo("10415 auth 16777251");
    }

    @Test
    void aRelayMayNameApplicationsToo() {
        start(new TestConfig().peer(CLIENT, null, "advertise = [ Relay, S6a ], supported-vendors = []"));
        RawMessage cea = cea(CLIENT, CX);
        assertThat(cea.resultCode()).isEqualTo(2001);
        assertThat(cea.avp(258).number()).isEqualTo(RELAY);
        assertThat(cea.avp(259).number()).isEqualTo(RELAY);
        assertThat(text(cea.avp(260))).isEqualTo("10415 auth 16777251");
        assertThat(cea.all(265)).isEmpty();
    }

    @Test
    void othersSeeARelay() {
        start(new TestConfig().peer(CLIENT, null, S6A_ONLY).peers(HSS1));
        RawMessage cea = cea(HSS1, S6A);
        assertThat(codes(cea)).containsExactly(268, 264, 296, 257, 266, 269, 278, 258, 299, 259);
    }

    @Test
    void patternsHaveTermsTooAndAnEntryOfItsOwnWins() {
        start(new TestConfig()
                .accept("{ identity = \"*.pattern.example\", realm = pattern.example, " + S6A_ONLY + " }")
                .peers("mme2.pattern.example"));
        assertThat(text(cea("mme1.pattern.example", S6A).avp(260))).isEqualTo("10415 auth 16777251");
        assertThat(cea("mme2.pattern.example", S6A).avp(258).number()).isEqualTo(RELAY);
    }

    /** RFC 6733 5.3: no application in common. */
    @Test
    @Conforms({"6733:5.3/no-common-application", "6733:7.1.5/5010"})
    void whoSharesNothingIsRefused() {
        RawListener listener = listen();
        TestAgent agent = start(new TestConfig().peer(CLIENT, null, S6A_ONLY).peer(HSS1, listener, S6A_ONLY));
        RawMessage cea = cea(CLIENT, CX);
        assertThat(cea.resultCode()).isEqualTo(5010);
        assertThat(text(cea.avp(260))).isEqualTo("10415 auth 16777251");
        assertThat(cea(CLIENT, RELAY).resultCode()).isEqualTo(2001);
        RawConnection connection = use(listener.accept());
        connection.send(RawMessages.cea(connection.next(), HSS1, CX));
        connection.awaitClosed();
        await().until(() -> agent.peer(HSS1).lastEvent().contains("applications [16777216]"));
    }

    // What we believe ---------------------------------------------------------------------------------------------

    @Test
    void whatAPeerSupportsMayBeSaidForIt() {
        TestAgent agent = start(new TestConfig()
                .peers(CLIENT)
                .peer(HSS1, null, "supports = [ S6a ]")
                .peer(HSS2, null, "supports = Relay"));
        RawPeer client = connect(CLIENT, S6A, CX);
        // It says that it takes Cx; we know better.
        RawPeer first = connect(HSS1, CX);
        assertThat(agent.peer(HSS1).applications()).containsExactly("16777251");
        client.send(Ask.realm("home.example").host(HSS1));
        first.serve();
        assertThat(client.next().resultCode()).isEqualTo(2001);
        client.send(Ask.realm("home.example").application(CX).command(300));
        assertThat(client.next().resultCode()).isEqualTo(3002);
        // A relay although it does not say so, nor anything else: others may be reached through it.
        RawPeer second = connect(HSS2);
        client.send(Ask.realm("home.example").application(CX).command(300));
        second.serve();
        assertThat(client.next().avp(264).text()).isEqualTo(HSS2);
        first.close();
        agent.awaitDown(HSS1);
        client.send(Ask.realm("home.example").host(HSS1));
        second.serve();
        assertThat(client.next().avp(264).text()).isEqualTo(HSS2);
    }

    // Reload ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                S6A_ONLY,
                "supports = [ S6a ]",
                "supported-vendors = [ 10415 ]",
                "local-identity = other.transit.example, local-realm = transit.example",
                "timers { watchdog = 10s }",
                "errors { timeout = 3004 }"
            })
    void onlyWhoseTermsChangeConnectsAgain(String change) {
        TestAgent agent = start(new TestConfig()
                .peers(CLIENT, HSS1)
                .accept("{ identity = \"*.pattern.example\", realm = pattern.example }")
                .accept("{ identity = \"*.other.example\", realm = other.example }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        RawPeer pattern = connect("mme1.pattern.example", S6A);
        RawPeer other = connect("mme1.other.example", S6A);
        agent.config()
                .peer(CLIENT, null, change)
                .withoutAccept("*.pattern.example")
                .accept("{ identity = \"*.pattern.example\", realm = pattern.example, " + change + " }");
        assertThat(agent.reload().accepted()).isTrue();
        for (RawPeer one : List.of(client, pattern)) {
            // REBOOTING: it may come again (RFC 6733 5.4.3).
            assertThat(one.connection().nextDisconnect().avp(273).number()).isZero();
            one.connection().awaitClosed();
        }
        server.connection().ping();
        other.connection().ping();
        connect(CLIENT, S6A);
        connect("mme1.pattern.example", S6A);
        // Once more the same: nobody is touched.
        assertThat(agent.reload().accepted()).isTrue();
        assertThat(agent.peer(CLIENT).isOpen()).isTrue();
        assertThat(agent.peer("mme1.pattern.example").isOpen()).isTrue();
        server.connection().ping();
    }

    // Timers ------------------------------------------------------------------------------------------------------

    @Test
    void timersOfItsOwn() {
        RawListener closed = listen();
        RawListener slow = listen();
        TestAgent agent = start(new TestConfig()
                .agent("timers { watchdog = 10m, reconnect = 10m, request = 10m }")
                .peer(CLIENT, null, "timers { request = 100ms }")
                .peer(HSS1, closed, "timers { watchdog = 100ms, reconnect = 50ms }")
                .peer(HSS2, slow));
        RawPeer other = accept(slow, HSS2, S6A);
        // Tc: lost and found again.
        accept(closed, HSS1, S6A).close();
        RawPeer server = accept(closed, HSS1, S6A);
        // Tw: it is silent.
        assertThat(server.connection().nextWatchdog().isRequest()).isTrue();
        // How long a request of the client may wait.
        RawPeer client = connect(CLIENT, S6A);
        client.send(Ask.realm("home.example").host(HSS2));
        other.next();
        assertThat(client.next().resultCode()).isEqualTo(3002);
        assertThat(agent.metric("realmgate_error_answers_total", CLIENT, "cause", "timeout"))
                .isOne();
    }

    /** RFC 6733 5.3: the Vendor-Id of the group plays no part in the comparison. */
    @Test
    @Conforms("6733:5.3/vendor-ignored")
    void aVendorsApplicationIsShared() {
        start(new TestConfig().peer(CLIENT, null, S6A_ONLY));
        List<TestAvp> cer = RawMessages.capabilities(CLIENT);
        cer.add(TestAvp.u32(265, VENDOR_3GPP));
        cer.add(TestAvp.group(260, TestAvp.u32(266, 1), TestAvp.u32(258, S6A)));
        RawConnection connection = dial();
        connection.send(RawMessages.cer(cer));
        assertThat(connection.next().resultCode()).isEqualTo(2001);
    }
}
