package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.behaviour.SctpPeer.Received;
import io.realmgate.agent.conformance.Conforms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Several addresses at each end of one association (RFC 6733 5.3.5).
 *
 * <pre>
 *  client.visited.example  10.1.0.2 ----- 10.1.0.1  [ agent ]
 *                          10.2.0.2 ----- 10.2.0.1
 * </pre>
 *
 * <p>Takes addresses away from the machine that it runs on: only for one that is there for nothing else.
 */
@EnabledIfSystemProperty(
        named = "realmgate.test.addresses",
        matches = "mine",
        disabledReason = "changes the addresses of the machine")
@EnabledIf(SctpBehaviour.POSSIBLE)
class SctpPathsTest extends SctpBehaviour {
    private static final String[] AGENT = {"10.1.0.1", "10.2.0.1"};
    private static final String[] PEER = {"10.1.0.2", "10.2.0.2"};

    private static List<String> hostIpAddresses(RawMessage message) {
        return message.all(257).stream()
                .map(avp -> {
                    byte[] data = avp.data();
                    try {
                        return InetAddress.getByAddress(Arrays.copyOfRange(data, 2, data.length))
                                .getHostAddress();
                    } catch (UnknownHostException e) {
                        throw new AssertionError(e);
                    }
                })
                .sorted()
                .toList();
    }

    private static void ip(String verb, String address) {
        try {
            Process process = new ProcessBuilder("ip", "addr", verb, address + "/32", "dev", "lo")
                    .inheritIO()
                    .start();
            assertThat(process.waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private TestAgent onBoth(TestConfig config) {
        return startAsIs(config.agent(listen(", hosts = [ \"10.1.0.1\", \"10.2.0.1\" ]")));
    }

    @Test
    @Conforms("6733:5.3.5/addresses")
    void allAddressesAreListenedOnAndTold() {
        TestAgent agent = onBoth(new TestConfig().peers(CLIENT));
        SctpPeer client = use(SctpPeer.to(AGENT[0], agent.port(), PEER));
        client.send(RawMessages.cer(CLIENT, S6A));
        Received cea = client.next();
        assertThat(cea.message().resultCode()).isEqualTo(2001);
        assertThat(hostIpAddresses(cea.message())).containsExactly(AGENT);
        assertThat(client.remoteAddresses()).containsExactly(AGENT);
        // By the other address it is the same.
        use(SctpPeer.to(AGENT[1], agent.port(), PEER)).close();
    }

    @Test
    void oneAddressThatFailsLosesNothing() {
        TestAgent agent = onBoth(new TestConfig().agent("timers.request = 60s").peers(CLIENT, HSS1));
        SctpPeer client = use(SctpPeer.to(AGENT[0], agent.port(), PEER)).capabilities(CLIENT, S6A);
        use(SctpPeer.to(AGENT[0], agent.port(), PEER)).capabilities(HSS1, S6A).echo(HSS1);
        exchange(client);
        ip("del", AGENT[0]);
        try {
            for (int i = 0; i < 5; i++) {
                exchange(client);
            }
            assertThat(client.isClosed()).isFalse();
        } finally {
            ip("add", AGENT[0]);
        }
        exchange(client);
    }

    private static void exchange(SctpPeer client) {
        client.send(Ask.realm("home.example"));
        assertThat(client.next().message().resultCode()).isEqualTo(2001);
    }

    @Test
    void everyAddressOfAPeerHasToBeAdmitted() {
        TestAgent agent = onBoth(new TestConfig().peer(CLIENT, null, "from = [ \"10.1.0.0/16\" ]"));
        SctpPeer outside = use(SctpPeer.to(AGENT[0], agent.port(), PEER));
        outside.send(RawMessages.cer(CLIENT, S6A));
        assertThat(outside.next().message().resultCode()).isEqualTo(3010);
        outside.awaitClosed();
        use(SctpPeer.to(AGENT[0], agent.port(), PEER[0])).capabilities(CLIENT, S6A);
    }

    @Test
    void withoutAddressesAllThatOthersCanReachAreTold() {
        TestAgent agent = startAsIs(new TestConfig().agent(listen("")).peers(CLIENT));
        SctpPeer client = use(SctpPeer.to(AGENT[0], agent.port(), PEER));
        client.send(RawMessages.cer(CLIENT, S6A));
        assertThat(hostIpAddresses(client.next().message()))
                .containsExactly("10.1.0.1", "10.1.0.2", "10.2.0.1", "10.2.0.2");
    }

    @Test
    void theAgentConnectsFromTheAddressesThatItIsTold() {
        SctpPeer.Listener listener = listenOn(0, PEER);
        TestAgent agent = onBoth(new TestConfig()
                .peers(CLIENT)
                .peerWithRealm(
                        HSS1,
                        "home.example",
                        ", connect = \"sctp://10.2.0.2:" + listener.port()
                                + "\", local-address = [ \"10.1.0.1\", \"10.2.0.1\" ]"));
        SctpPeer server = use(listener.accept(HSS1, S6A));
        agent.awaitOpen(HSS1);
        assertThat(server.remoteAddresses()).containsExactly(AGENT);
    }
}
