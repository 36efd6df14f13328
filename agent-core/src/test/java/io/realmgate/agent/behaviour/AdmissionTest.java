package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.Patience.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a peer may ask of us, whatever the rules say.
 *
 * <pre>
 *  hub.ipx.example (partner) ----------\            /-- hss1.home.example (home)
 *                                       [ agent ] --
 *  mme.visited.example (partner) ------/            \-- dra.home.example (home, a relay)
 * </pre>
 */
class AdmissionTest extends Behaviour {
    private static final String HUB = "hub.ipx.example";
    private static final String MME = "mme.visited.example";
    private static final String DRA = "dra.home.example";

    private static TestConfig roles() {
        return new TestConfig()
                .peer(HUB, null, "role = partner")
                .peer(MME, null, "role = partner")
                .peer(HSS1, null, "role = home")
                .peer(DRA, null, "role = home");
    }

    private static int code(RawPeer peer, Ask ask) {
        peer.send(ask.from(peer.identity()));
        return peer.next().resultCode();
    }

    private static long refused(TestAgent agent, String peer, String cause) {
        return agent.metric("realmgate_error_answers_total", peer, "cause", cause);
    }

    private static int explained(TestAgent agent, String from, String realm, @Nullable String host) {
        JsonObject fields = new JsonObject()
                .put("from", from)
                .put("application", "S6a")
                .put("command", 316)
                .put("origin-realm", RawMessages.realmOf(from))
                .put("destination-realm", realm);
        if (host != null) {
            fields.put("destination-host", host);
        }
        JsonObject said = new JsonObject(
                agent.http("POST", "/v1/explain", fields.encode()).body());
        return said.getString("next") != null ? 2001 : said.getInteger("result");
    }

    // Partners ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @Conforms("6733:2.9/authorised-peers")
    @CsvSource({
        "hub.ipx.example, home.example, , 2001",
        "hub.ipx.example, home.example, hss1.home.example, 2001",
        "hub.ipx.example, visited.example, , 3003",
        "hub.ipx.example, visited.example, mme.visited.example, 3003",
        "hub.ipx.example, home.example, mme.visited.example, 3003",
        "mme.visited.example, ipx.example, , 3003",
        "hss1.home.example, visited.example, , 2001",
        "hss1.home.example, visited.example, mme.visited.example, 2001",
        "hss1.home.example, home.example, dra.home.example, 2001"
    })
    void withoutARulePartnersReachHomeAndNotEachOther(String from, String realm, String host, int result) {
        TestAgent agent = start(roles());
        Map<String, RawPeer> peers = new HashMap<>();
        for (String identity : List.of(HUB, MME, HSS1)) {
            peers.put(identity, connect(identity, S6A));
        }
        peers.put(DRA, connect(DRA, RELAY));
        peers.forEach((identity, peer) -> {
            if (!identity.equals(from)) {
                peer.echo();
            }
        });
        Ask ask = Ask.realm(realm);
        assertThat(explained(agent, from, realm, host)).isEqualTo(result);
        assertThat(code(requireNonNull(peers.get(from)), host == null ? ask : ask.host(host)))
                .isEqualTo(result);
        assertThat(refused(agent, from, "transit")).isEqualTo(result == 3003 ? 1 : 0);
    }

    @Test
    void anAgentOfOursIsNoWayRound() {
        TestAgent agent = start(roles());
        RawPeer hub = connect(HUB, S6A);
        // Down: for a home peer another agent would be asked to reach it.
        agent.config()
                .rules("{ name = home, match { destination-realm = home.example }, action = relay, to = " + DRA + " }");
        agent.reload();
        RawPeer dra = connect(DRA, RELAY);
        assertThat(code(hub, Ask.realm("home.example").host(MME))).isEqualTo(3003);
        dra.connection().assertQuiet();
    }

    @Test
    void aRuleSendsFromPartnerToPartnerWhereItSaysSo() {
        TestAgent agent = start(roles().rules(
                        "{ name = transit, match { from = " + HUB + ", destination-realm = visited.example },"
                                + " action = relay, to = " + MME + " }",
                        "{ name = home, match { destination-realm = home.example }, action = relay, to = " + HSS1
                                + " }"));
        RawPeer hub = connect(HUB, S6A).echo();
        RawPeer mme = connect(MME, S6A);
        connect(HSS1, S6A).echo();
        hub.send(Ask.realm("visited.example").from(HUB));
        mme.serve();
        assertThat(hub.next().resultCode()).isEqualTo(2001);
        // Not the other way, and not by naming a host in a request that a rule sends elsewhere.
        assertThat(code(mme, Ask.realm("ipx.example"))).isEqualTo(3003);
        assertThat(code(mme, Ask.realm("home.example").host(HUB))).isEqualTo(3003);
        assertThat(refused(agent, MME, "transit")).isEqualTo(2);
    }

    @Test
    void theLastResortOfAGroupIsWhereItsRuleSends() {
        start(roles().peersFile("groups { g { members = [ " + HSS1 + " ], last-resort = " + HUB + " } }")
                .rules("{ name = home, match { from = " + MME + ", destination-realm = home.example },"
                        + " action = relay, to = g }"));
        RawPeer mme = connect(MME, S6A);
        connect(HUB, S6A).echo();
        assertThat(code(mme, Ask.realm("home.example"))).isEqualTo(2001);
    }

    @Test
    void preferFallsBackToWhomTheRuleSendsTo() {
        start(roles().rules("{ name = home, match { destination-realm = home.example }, action = relay, to = " + HSS1
                + ", destination-host = prefer }"));
        RawPeer mme = connect(MME, S6A);
        connect(HUB, S6A);
        connect(HSS1, S6A).echo();
        assertThat(code(mme, Ask.realm("home.example").host(HUB))).isEqualTo(2001);
    }

    @Test
    void rolesComeIntoForceByReloadAndCloseNothing() {
        TestAgent agent = start(new TestConfig().peers(HUB, MME));
        RawPeer hub = connect(HUB, S6A);
        RawPeer mme = connect(MME, S6A).echo();
        assertThat(code(hub, Ask.realm("visited.example"))).isEqualTo(2001);
        agent.config().peer(HUB, null, "role = partner").peer(MME, null, "role = partner");
        agent.reload();
        assertThat(code(hub, Ask.realm("visited.example"))).isEqualTo(3003);
        mme.connection().assertQuiet();
    }

    @Test
    void aPatternGivesItsRightsToEachOfItsPeers() {
        TestAgent agent = start(new TestConfig()
                .peer(HSS1, null, "role = home")
                .accept("{ identity = \"*.visited.example\", realm = visited.example, role = partner,"
                        + " may-send { destination-realms = [ home.example, visited.example ] } }")
                .accept("{ identity = \"*.ipx.example\", realm = ipx.example, role = partner }"));
        // Before anybody is connected, and after.
        assertThat(explained(agent, MME, "ipx.example", null)).isEqualTo(3003);
        RawPeer mme = connect(MME, S6A);
        connect(HUB, S6A);
        connect(HSS1, S6A).echo();
        assertThat(code(mme, Ask.realm("ipx.example"))).isEqualTo(3003);
        assertThat(refused(agent, MME, "destination-realm")).isOne();
        assertThat(code(mme, Ask.realm("home.example"))).isEqualTo(2001);
    }

    // Realms ------------------------------------------------------------------------------------------------------

    private static final String LISTS =
            "may-send { origin-realms = [ ipx.example, \"*.visited.example\" ], destination-realms = home.example }";

    @ParameterizedTest
    @CsvSource({
        "hub.ipx.example, home.example, , 2001",
        "hub.IPX.example, HOME.example, , 2001",
        "mme.a.visited.example, home.example, , 2001",
        "mme.visited.example, home.example, , 5003",
        "mme.foreign.example, home.example, , 5003",
        "hub.ipx.example, other.example, , 3003",
        "hub.ipx.example, sub.home.example, , 3003",
        "hub.ipx.example, home.example, hss1.home.example, 2001",
        "hub.ipx.example, home.example, hss.other.example, 3003",
        // For ourselves: nothing is sent on.
        "hub.ipx.example, transit.example, agent.transit.example, 3007",
        "hub.ipx.example, , , 3007",
        "mme.foreign.example, , , 5003"
    })
    void aHubUsesItsRealmsOnly(String origin, String realm, String host, int result) {
        TestAgent agent = start(new TestConfig()
                .peer(HUB, null, LISTS)
                .peers(HSS1, "hss.other.example")
                .peerWithRealm("hss.sub.example", "sub.home.example", ""));
        RawPeer hub = connect(HUB, S6A);
        for (String server : List.of(HSS1, "hss.other.example", "hss.sub.example")) {
            connect(server, S6A).echo();
        }
        JsonObject fields = new JsonObject()
                .put("from", HUB)
                .put("application", "S6a")
                .put("command", 316)
                .put("origin-realm", RawMessages.realmOf(origin));
        Ask ask = Ask.realm(realm).from(origin);
        if (realm != null) {
            fields.put("destination-realm", realm);
        }
        if (host != null) {
            ask.host(host);
            fields.put("destination-host", host);
        }
        hub.send(ask);
        assertThat(hub.next().resultCode()).isEqualTo(result);
        JsonObject said = new JsonObject(
                agent.http("POST", "/v1/explain", fields.encode()).body());
        assertThat(said.getInteger("result")).isEqualTo(result == 2001 ? null : Integer.valueOf(result));
        assertThat(said.containsKey("notLetIn")).isEqualTo(result == 5003 || result == 3003);
        assertThat(refused(agent, HUB, "origin-realm")).isEqualTo(result == 5003 ? 1 : 0);
        assertThat(refused(agent, HUB, "destination-realm")).isEqualTo(result == 3003 ? 1 : 0);
    }

    @Test
    void aListOfTenThousandRealmsIsChangedByReloadWithoutClosingTheConnection() {
        String realms = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"epc.mnc%03d.mcc%03d.3gppnetwork.org\"".formatted(i % 1000, 200 + i / 1000))
                .collect(Collectors.joining(", "));
        TestConfig config = new TestConfig().peers(HSS1).peer(HUB, null, LISTS);
        TestAgent agent = start(config);
        connect(HSS1, S6A).echo();
        RawPeer hub = connect(HUB, S6A);
        Ask ask = Ask.realm("home.example").from("mme.epc.mnc999.mcc209.3gppnetwork.org");
        hub.send(ask);
        assertThat(hub.next().resultCode()).isEqualTo(5003);
        config.peer(HUB, null, "may-send { origin-realms = [ " + realms + " ] }");
        agent.reload();
        hub.send(ask);
        assertThat(hub.next().resultCode()).isEqualTo(2001);
        hub.send(Ask.realm("home.example").from("mme.epc.mnc999.mcc210.3gppnetwork.org"));
        assertThat(hub.next().resultCode()).isEqualTo(5003);
    }

    // Rates -------------------------------------------------------------------------------------------------------

    @Test
    @Conforms("6733:7.1.3/3004")
    void whoAsksFasterThanItMayIsToldSoAndNobodyElse() {
        TestAgent agent = start(new TestConfig()
                .agent("limits.request-rate-per-peer = 1000000")
                .peer(HUB, null, "limits { request-rate = 20 }")
                .peers(MME, HSS1));
        RawPeer hub = connect(HUB, S6A);
        RawPeer mme = connect(MME, S6A);
        connect(HSS1, S6A).echo();
        for (int i = 0; i < 300; i++) {
            hub.send(Ask.realm("home.example"));
            mme.send(Ask.realm("home.example"));
        }
        assertThat(mme.next(300)).allMatch(answer -> answer.resultCode() == 2001);
        Map<Integer, Long> codes =
                hub.next(300).stream().collect(Collectors.groupingBy(RawMessage::resultCode, Collectors.counting()));
        assertThat(codes).containsOnlyKeys(2001, 3004);
        assertThat(codes.get(2001)).isGreaterThanOrEqualTo(20);
        assertThat(refused(agent, HUB, "request-rate")).isEqualTo(300 - requireNonNull(codes.get(2001)));
        // DWRs are none of them, and with time there is room again.
        hub.connection().ping();
        await().until(() -> code(hub, Ask.realm("home.example")) == 2001);
    }

    @Test
    void aNewConnectionIsNoNewBucket() {
        start(new TestConfig().peer(HUB, null, "limits { request-rate = 1 }").peers(HSS1));
        connect(HSS1, S6A).echo();
        RawPeer first = connect(HUB, S6A);
        assertThat(code(first, Ask.realm("home.example"))).isEqualTo(2001);
        for (int i = 0; i < 5; i++) {
            code(first, Ask.realm("home.example"));
        }
        first.close();
        await().until(() -> {
            RawConnection again = dial();
            again.send(RawMessages.cer(HUB, S6A), Ask.realm("home.example").bytes());
            again.awaitAnythingOrClosed();
            if (again.isClosed() && again.waiting() == 0) {
                // The agent has not seen yet that the first one is gone.
                return false;
            }
            assertThat(again.next().resultCode()).isEqualTo(2001);
            return again.next().resultCode() == 3004;
        });
    }
}
