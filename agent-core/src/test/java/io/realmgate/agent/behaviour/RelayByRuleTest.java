package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rules decide before destinations do: to a peer, to a group, or to nobody.
 *
 * <pre>
 *  client.visited.example --\                /-- hss1.home.example  \ group "hss"
 *                            >-- [ agent ] --+-- hss2.home.example  /
 *  client2.other.example  --/                \-- spare.home.example
 * </pre>
 */
class RelayByRuleTest extends Behaviour {
    private static final String CLIENT2 = "client2.other.example";
    private static final String SPARE = "spare.home.example";

    private static TestConfig config() {
        return new TestConfig().peers(CLIENT, CLIENT2, HSS1, HSS2, SPARE);
    }

    private static RawMessage relayed(RawPeer client, Ask ask, RawPeer server) {
        client.send(ask);
        RawMessage request = server.serve();
        RawMessage answer = client.next();
        assertThat(answer.hopByHop()).isEqualTo(ask.message().hopByHop());
        assertThat(answer.avp(264).text()).isEqualTo(server.identity());
        return request;
    }

    /** Servers by the number of answers that each gave to {@code count} requests. */
    private static List<Long> shares(RawPeer client, int count, RawPeer... servers) {
        for (int i = 0; i < count; i++) {
            client.send(Ask.realm("home.example"));
        }
        List<String> answered = new ArrayList<>();
        client.next(count).forEach(answer -> answered.add(answer.avp(264).text()));
        List<Long> shares = new ArrayList<>();
        for (RawPeer server : servers) {
            shares.add(answered.stream().filter(server.identity()::equals).count());
        }
        return shares;
    }

    @Test
    @Conforms("6733:2.7/relay")
    void toAPeerWhateverTheRealm() {
        start(config().rules("{ name = r, match { destination-realm = nowhere.example }, action = relay, to = " + SPARE
                + " }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer spare = connect(SPARE, S6A);
        connect(HSS1, S6A);
        RawMessage request = relayed(client, Ask.realm("nowhere.example").host("x.nowhere.example"), spare);
        assertThat(request.avp(283).text()).isEqualTo("nowhere.example");
        assertThat(request.avp(293).text()).isEqualTo("x.nowhere.example");
    }

    @Test
    void theFirstRuleThatMatchesDecidesAndOthersGoByDestination() {
        start(config().rules(
                        "{ name = a, match { application = S6a, command = ULR }, action = relay, to = " + HSS1 + " }",
                        "{ name = b, match { application = S6a }, action = relay, to = " + HSS2 + " }",
                        "{ name = c, match { from = " + CLIENT2 + " }, action = relay, to = " + SPARE + " }"));
        RawPeer client = connect(CLIENT, RELAY);
        RawPeer client2 = connect(CLIENT2, RELAY);
        RawPeer first = connect(HSS1, RELAY);
        RawPeer second = connect(HSS2, RELAY);
        RawPeer spare = connect(SPARE, RELAY);
        relayed(client, Ask.realm("home.example").command(316), first);
        relayed(client, Ask.realm("home.example").command(318), second);
        relayed(client2, Ask.realm("home.example").command(318), second);
        relayed(client2, Ask.realm("visited.example").application(4).command(272), spare);
        relayed(client2, Ask.realm("visited.example").application(S6A).command(316), first);
        relayed(client2, Ask.realm("x.example").application(4).command(272), spare);
        // No rule names it: its own Destination-Host does.
        relayed(client, Ask.realm("home.example").host(SPARE).application(4).command(272), spare);
    }

    @Test
    void filesAreTakenInTheOrderOfTheirNames() {
        start(config().ruleFile("90-last.conf", "rules = [ { name = last, action = relay, to = " + HSS1 + " } ]")
                .ruleFile(
                        "10-first.conf",
                        "rules = [ { name = first, match { origin-realm = visited.example }, action = relay, to = "
                                + HSS2 + " } ]"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer client2 = connect(CLIENT2, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer second = connect(HSS2, S6A);
        relayed(client, Ask.realm("home.example"), second);
        relayed(client2, Ask.realm("home.example").from(CLIENT2), first);
    }

    @Test
    void aGroupSharesByWeight() {
        start(config().peersFile("groups { hss { select = weighted, members = [ { peer = " + HSS1
                        + ", weight = 3 }, { peer = " + HSS2 + ", weight = 1 } ] } }")
                .rules("{ name = r, action = relay, to = hss }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A).echo();
        RawPeer second = connect(HSS2, S6A).echo();
        connect(SPARE, S6A);
        List<Long> shares = shares(client, 400, first, second);
        assertThat(shares.get(0) + shares.get(1)).isEqualTo(400);
        // 300 expected, standard deviation 8.7: nine of them on either side.
        assertThat(shares.get(0)).isBetween(220L, 380L);
    }

    @Test
    void theLowestPriorityNumberThatIsUpIsUsed() {
        TestAgent agent = start(config().agent("reopen-after = 0")
                .peersFile("groups { hss { members = [ { peer = " + HSS1
                        + ", priority = 2 }, { peer = " + HSS2 + ", priority = 1 }, { peer = " + SPARE
                        + ", priority = 3 } ] } }")
                .rules("{ name = r, action = relay, to = hss }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A).echo();
        RawPeer second = connect(HSS2, S6A).echo();
        RawPeer spare = connect(SPARE, S6A).echo();
        assertThat(shares(client, 50, second, first, spare)).containsExactly(50L, 0L, 0L);
        second.close();
        agent.awaitDown(HSS2);
        assertThat(shares(client, 50, second, first, spare)).containsExactly(0L, 50L, 0L);
        first.close();
        agent.awaitDown(HSS1);
        assertThat(shares(client, 50, second, first, spare)).containsExactly(0L, 0L, 50L);
        RawPeer secondAgain = connect(HSS2, S6A).echo();
        assertThat(shares(client, 50, secondAgain, first, spare)).containsExactly(50L, 0L, 0L);
    }

    @Test
    @Conforms({"6733:2.7/advertised", "6733:7.1.3/3002"})
    void membersWithoutTheApplicationAreNoneForThisRequest() {
        start(config().peersFile("groups { hss { members = [ " + HSS1 + ", " + HSS2 + " ] } }")
                .rules("{ name = r, action = relay, to = hss }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, 16777216).echo();
        RawPeer second = connect(HSS2, S6A).echo();
        assertThat(shares(client, 20, first, second)).containsExactly(0L, 20L);
    }

    /** What a rule does about a Destination-Host that is a peer of ours, and up. */
    @ParameterizedTest
    @CsvSource({"honour, true", "prefer, true", "ignore, false"})
    void destinationHostAndTheRule(String use, boolean toTheHost) {
        start(config().rules("{ name = r, action = relay, to = " + SPARE + ", destination-host = " + use + " }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        RawPeer spare = connect(SPARE, S6A);
        RawMessage request = relayed(client, Ask.realm("home.example").host(HSS1), toTheHost ? first : spare);
        assertThat(request.avp(293).text()).isEqualTo(HSS1);
    }

    /** The same while that peer is down: another server only where the operator said so. */
    @ParameterizedTest
    @CsvSource({"honour, false", "prefer, true", "ignore, true"})
    void destinationHostThatIsDownAndTheRule(String use, boolean toTheTarget) {
        start(config().rules("{ name = r, action = relay, to = " + SPARE + ", destination-host = " + use + " }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer spare = connect(SPARE, S6A);
        Ask ask = Ask.realm("home.example").host(HSS1);
        if (toTheTarget) {
            relayed(client, ask, spare);
        } else {
            client.send(ask);
            assertThat(client.next().resultCode()).isEqualTo(3002);
        }
    }

    @Test
    @Conforms("6733:6.1.4/local")
    void requestsForOurselvesAreSeenByRulesFirst() {
        start(config().rules("{ name = r, match { destination-host = self }, action = relay, to = " + HSS1 + " }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        relayed(client, Ask.realm("transit.example").host(TestAgent.IDENTITY), first);
        relayed(client, Ask.realm(null), first);
    }

    @Test
    @Conforms("6733:6.1.4/local")
    void requestsForOurselvesAreNotSeenByRulesThatDoNotSaySo() {
        start(config().rules("{ name = everything, action = relay, to = " + HSS1 + " }"));
        RawPeer client = connect(CLIENT, S6A);
        RawPeer first = connect(HSS1, S6A);
        client.send(Ask.realm("transit.example").host(TestAgent.IDENTITY));
        assertThat(client.next().resultCode()).isEqualTo(3007);
        client.send(Ask.realm(null));
        assertThat(client.next().resultCode()).isEqualTo(3007);
        relayed(client, Ask.realm("anything.example"), first);
    }

    @Test
    void patternsPutPeersIntoAGroup() {
        start(new TestConfig()
                .accept("{ identity = \"*.visited.example\", realm = visited.example, group = visited }")
                .accept("{ identity = \"*.home.example\", realm = home.example, group = servers }")
                .rules("{ name = r, match { from = visited }, action = relay, to = servers }"));
        RawPeer client = connect("mme7.visited.example", S6A);
        RawPeer server = connect("hss7.home.example", S6A);
        relayed(client, Ask.realm("anything.example").from("mme7.visited.example"), server);
        server.send(Ask.realm("anything.example").from("hss7.home.example"));
        assertThat(server.next().resultCode()).isEqualTo(3003);
    }
}
