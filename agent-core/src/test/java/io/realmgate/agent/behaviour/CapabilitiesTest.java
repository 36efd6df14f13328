package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A peer connects and exchanges capabilities (RFC 6733 5.3, 5.6.1).
 *
 * <pre>
 *  client.visited.example  -- CER --&gt;  [ agent ]
 *                          &lt;-- CEA --
 * </pre>
 */
class CapabilitiesTest extends Behaviour {
    private TestAgent agent = start(new TestConfig()
            .peers(CLIENT, HSS1)
            .peer("far.visited.example", null, "from = [ \"192.0.2.0/24\", \"2001:db8::/32\" ]")
            .peer("near.visited.example", null, "from = [ \"192.0.2.0/24\", \"127.0.0.0/8\" ]")
            .accept("{ identity = \"*.pattern.example\", realm = pattern.example, from = [ \"127.0.0.1\" ] }")
            .accept("{ identity = \"*.outside.example\", realm = outside.example, from = [ \"192.0.2.1\" ] }"));

    private static List<TestAvp> offer(String identity) {
        return RawMessages.capabilities(identity, S6A);
    }

    private static List<TestAvp> without(int code) {
        List<TestAvp> avps = offer(CLIENT);
        avps.removeIf(a -> a.code() == code);
        return avps;
    }

    /** Sends this CER and expects this result; the connection must be closed unless it is a success. */
    private RawMessage exchange(List<TestAvp> cer, int result) {
        RawConnection connection = dial();
        byte[] sent = RawMessages.cer(cer);
        connection.send(sent);
        RawMessage cea = connection.next();
        assertThat(cea.command()).isEqualTo(257);
        // RFC 6733 5.3.2 has a grammar for refusals too: no E bit, and P was not set.
        assertThat(cea.flags()).isZero();
        assertThat(cea.hopByHop()).isEqualTo(0x00c0ffee);
        assertThat(cea.endToEnd()).isEqualTo(0x0ce70ce7);
        assertThat(cea.resultCode()).isEqualTo(result);
        assertThat(cea.avp(264).text()).isEqualTo(TestAgent.IDENTITY);
        assertThat(cea.avp(296).text()).isEqualTo(TestAgent.REALM);
        if (result != 2001) {
            connection.awaitClosed();
        }
        return cea;
    }

    @Test
    @Conforms({"6733:2.4/relay-application", "6733:2.5/base-application", "6733:5.3.1/cer", "6733:5.3.5/addresses"})
    void whatWeSayOfOurselves() {
        RawMessage cea = exchange(offer(CLIENT), 2001);
        assertThat(cea.avps().stream().map(RawAvp::code).toList())
                .containsExactly(268, 264, 296, 257, 266, 269, 278, 258, 299, 259);
        assertThat(cea.avp(257).data()).containsExactly(0, 1, 127, 0, 0, 1);
        assertThat(cea.avp(269).flags()).as("Product-Name has no M bit").isZero();
        assertThat(cea.avp(258).number()).isEqualTo(RELAY);
        assertThat(cea.avp(259).number()).isEqualTo(RELAY);
        assertThat(cea.avp(299).number()).isZero();
        assertThat(agent.peer(CLIENT).isOpen()).isTrue();
        assertThat(agent.peer(CLIENT).direction()).isEqualTo("connects to us");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown.visited.example", "far.visited.example", "a.outside.example", "pattern.example"})
    @Conforms({"6733:2.9/authorised-peers", "6733:5.3/unknown-peer", "6733:7.1.3/3010"})
    void whoMayNotConnectIsUnknown(String identity) {
        RawMessage cea = exchange(offer(identity), 3010);
        assertThat(cea.all(279)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"near.visited.example", "a.pattern.example", "A.Pattern.EXAMPLE", "CLIENT.visited.example"})
    void whoMayConnectIs(String identity) {
        exchange(offer(identity), 2001);
    }

    @ParameterizedTest
    @ValueSource(strings = {TestAgent.IDENTITY, "AGENT.Transit.Example"})
    @Conforms("6733:2.9/authorised-peers")
    void nobodyElseMayUseOurOwnIdentity(String identity) {
        exchange(offer(identity), 3010);
    }

    /** RFC 6733 7.1.5: the Failed-AVP has an example of the missing AVP, of minimum length and filled with zeros. */
    @ParameterizedTest
    @CsvSource({"264, 0", "296, 0", "257, 6", "266, 4", "269, 0"})
    @Conforms("6733:7.1.5/5005")
    void everyRequiredAvpIsMissed(int code, int minimum) {
        RawMessage cea = exchange(without(code), 5005);
        List<RawAvp> failed = cea.avp(279).inner();
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).is(code)).isTrue();
        assertThat(failed.get(0).data()).isEqualTo(new byte[minimum]);
        assertThat(agent.peer(CLIENT).isOpen()).isFalse();
    }

    @Test
    @Conforms({"6733:5.3/no-common-application", "6733:7.1.5/5010"})
    void withoutAnApplicationNothingIsCommon() {
        exchange(RawMessages.capabilities(CLIENT), 5010);
    }

    @ParameterizedTest
    @CsvSource({"1, 5017", "0, 2001"})
    @Conforms({"6733:5.3/no-common-security", "6733:7.1.5/5017"})
    void securityOffers(int offered, int result) {
        List<TestAvp> cer = offer(CLIENT);
        cer.add(TestAvp.u32(299, offered));
        exchange(cer, result);
    }

    @Test
    void oneCommonSecurityMechanismIsEnough() {
        List<TestAvp> cer = offer(CLIENT);
        cer.add(TestAvp.u32(299, 1));
        cer.add(TestAvp.u32(299, 0));
        exchange(cer, 2001);
    }

    @Test
    @Conforms("6733:7.1.5/5014")
    void aNumberMustHaveFourOctets() {
        List<TestAvp> cer = RawMessages.capabilities(CLIENT);
        cer.add(TestAvp.of(258, new byte[] {0, 0, 0, 0, 4}));
        RawMessage cea = exchange(cer, 5014);
        assertThat(cea.avp(279).inner().get(0).is(258)).isTrue();
    }

    @Test
    void aLengthInsideAGroupMustFit() {
        List<TestAvp> cer = RawMessages.capabilities(CLIENT);
        cer.add(TestAvp.of(260, new byte[] {0, 0, 1, 2, 0x40, 0, 0, 40, 0, 0, 0, 4}));
        RawMessage cea = exchange(cer, 5014);
        assertThat(cea.avp(279).inner().get(0).is(260)).isTrue();
    }

    @Test
    void aLengthBeyondTheMessage() {
        byte[] cer = RawMessages.cer(offer(CLIENT));
        cer[cer.length - 5] = 100;
        RawConnection connection = dial();
        connection.send(cer);
        RawMessage cea = connection.next();
        assertThat(cea.resultCode()).isEqualTo(5014);
        assertThat(cea.avp(279).inner().get(0).is(258)).isTrue();
        connection.awaitClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words.example", "umlaut-\u00fc.example", "line\nbreak.example"})
    @Conforms("6733:7.1.5/5004")
    void anIdentityMustBeAName(String identity) {
        List<TestAvp> cer = without(264);
        cer.add(TestAvp.text(264, identity));
        RawMessage cea = exchange(cer, 5004);
        assertThat(cea.avp(279).inner().get(0).text()).isEqualTo(identity);
    }

    /** RFC 6733 7.1.5: the first that is too many is shown. */
    @ParameterizedTest
    @ValueSource(ints = {264, 296})
    @Conforms("6733:7.1.5/5009")
    void nobodyHasTwoNames(int code) {
        List<TestAvp> cer = offer(CLIENT);
        cer.add(TestAvp.text(code, "second.example"));
        RawMessage cea = exchange(cer, 5009);
        assertThat(cea.avp(279).inner()).hasSize(1);
        assertThat(cea.avp(279).inner().get(0).text()).isEqualTo("second.example");
    }

    @Test
    @Conforms("6733:7.1.5/5011")
    void aCerOfAnotherVersion() {
        byte[] cer = RawMessages.cer(offer(CLIENT));
        cer[0] = 2;
        RawConnection connection = dial();
        connection.send(cer);
        assertThat(connection.next().resultCode()).isEqualTo(5011);
        connection.awaitClosed();
    }

    @Test
    @Conforms("6733:7.1.3/3008")
    void aCerWithTheErrorBit() {
        byte[] cer = RawMessages.cer(offer(CLIENT));
        cer[4] |= 0x20;
        RawConnection connection = dial();
        connection.send(cer);
        RawMessage cea = connection.next();
        assertThat(cea.resultCode()).isEqualTo(3008);
        assertThat(cea.flags()).isZero();
        connection.awaitClosed();
    }

    @Test
    void aNameMayBeTooLong() {
        List<TestAvp> cer = without(264);
        cer.add(TestAvp.text(264, "a".repeat(256)));
        exchange(cer, 5004);
    }

    @Test
    void anotherRealmThanConfiguredIsTheOperatorsBusiness() {
        List<TestAvp> cer = without(296);
        cer.add(TestAvp.text(296, "somewhere.else.example"));
        exchange(cer, 2001);
        assertThat(agent.peer(CLIENT).realm()).isEqualTo("visited.example");
    }

    @Test
    void unknownAvpsInACerAreIgnored() {
        List<TestAvp> cer = new ArrayList<>();
        cer.add(TestAvp.raw(264, TestAvp.V | TestAvp.M, 4242, (byte) 'x'));
        cer.addAll(offer(CLIENT));
        cer.add(TestAvp.u32(265, 10415));
        cer.add(TestAvp.raw(999_999, TestAvp.M, 0, new byte[5]));
        exchange(cer, 2001);
    }

    @Test
    void inPieces() {
        RawConnection connection = dial();
        for (byte octet : RawMessages.cer(offer(CLIENT))) {
            connection.send(new byte[] {octet});
        }
        assertThat(connection.next().resultCode()).isEqualTo(2001);
        connection.ping();
    }

    @Test
    void whatComesRightBehindACerIsNotLost() {
        RawPeer server = connect(HSS1, S6A).echo();
        RawConnection connection = dial();
        Ask ask = Ask.realm("home.example");
        byte[] cer = RawMessages.cer(offer(CLIENT));
        byte[] both = java.util.Arrays.copyOf(cer, cer.length + ask.bytes().length);
        System.arraycopy(ask.bytes(), 0, both, cer.length, ask.bytes().length);
        connection.send(both);
        assertThat(connection.next().command()).isEqualTo(257);
        assertThat(connection.next().avp(264).text()).isEqualTo(server.identity());
    }

    // A CER where none belongs, and something else where one belongs -----------------------------------------------

    @ParameterizedTest
    @CsvSource({"client.visited.example, 2001", "hss1.home.example, 5012"})
    @Conforms({"6733:5.6/open-cer", "6733:5.3/never-relayed"})
    void againOnAnOpenConnection(String identity, int result) {
        RawPeer client = connect(CLIENT, S6A);
        client.send(RawMessages.cer(offer(identity)));
        RawMessage cea = client.next();
        assertThat(cea.flags()).isZero();
        assertThat(cea.resultCode()).isEqualTo(result);
        assertThat(agent.peer(CLIENT).isOpen()).isTrue();
        assertThat(agent.peer(HSS1).isOpen()).isFalse();
    }

    @Test
    void aCeaThatNobodyAskedForIsIgnored() {
        RawPeer client = connect(CLIENT, S6A);
        client.send(RawMessages.cea(new RawMessage(RawMessages.cer(offer(CLIENT))), HSS1, S6A));
        client.connection().ping();
        assertThat(agent.peer(CLIENT).isOpen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"280, 0x80", "282, 0x80", "316, 0xc0", "257, 0x00", "316, 0x40"})
    @Conforms("6733:5.3/exchange")
    void anythingElseFirstIsNotAnswered(int command, String flags) {
        RawConnection connection = dial();
        connection.send(TestMessage.of(Integer.decode(flags), command, 0, 1, 2, offer(CLIENT)));
        connection.awaitClosed();
        assertThat(connection.waiting()).isZero();
        assertThat(agent.peer(CLIENT).isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Conforms("6733:2.1/listening")
    void everyListenAddressIsListenedOn(int loops) {
        TestAgent two = start(new TestConfig()
                .agent("event-loops = " + loops)
                .agent("listen = [ { transport = tcp, host = \"127.0.0.1\", port = 0 },"
                        + " { transport = tcp, host = \"127.0.0.1\", port = 0 } ]")
                .peers(CLIENT, HSS1));
        List<Integer> ports = two.agent().ports();
        assertThat(ports).hasSize(2).doesNotHaveDuplicates();
        RawPeer client = use(RawPeer.connect(RawConnection.to(ports.get(0)), CLIENT, S6A));
        use(RawPeer.connect(RawConnection.to(ports.get(1)), HSS1, S6A)).echo();
        client.send(Ask.realm("home.example"));
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    // Second connections ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {CLIENT, "Client.VISITED.example"})
    @Conforms({"6733:2.1/one-connection", "6733:5.6.1/second-connection"})
    void anOpenPeerStaysWithItsConnection(String identity) {
        RawPeer client = connect(CLIENT, S6A);
        RawPeer server = connect(HSS1, S6A);
        RawConnection second = dial();
        second.send(RawMessages.cer(offer(identity)));
        second.awaitClosed();
        client.send(Ask.realm("home.example"));
        server.serve();
        assertThat(client.next().resultCode()).isEqualTo(2001);
    }

    @Test
    void afterItClosedItMayComeAgain() {
        for (int i = 0; i < 3; i++) {
            RawPeer client = connect(CLIENT, S6A);
            client.close();
            agent.awaitDown(CLIENT);
        }
    }
}
