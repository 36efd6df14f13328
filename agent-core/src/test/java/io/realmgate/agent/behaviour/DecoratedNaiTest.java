package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.TestAvp;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * User names that say which realms a request is to take (RFC 5729).
 *
 * <pre>
 *  client.visited.example --[ agent of transit.example ]-- hss1.home.example
 * </pre>
 */
class DecoratedNaiTest extends Behaviour {
    private static final int EAP = 5;
    private static final int DER = 268;

    private final TestAgent agent =
            start(new TestConfig().agent("decorated-nai = [EAP]").peers(CLIENT, HSS1));

    private static Ask der(String realm, String userName) {
        return Ask.realm(realm).application(EAP).command(DER).with(TestAvp.text(1, userName));
    }

    @ParameterizedTest
    @CsvSource({
        "home.example!user@transit.example, user@home.example, home.example",
        "home.example!user@Visited.Example, user@home.example, home.example",
        "HOME.example!last.example!user@transit.example, last.example!user@HOME.example, HOME.example"
    })
    void theNextRealmIsTheFirstInFrontOfTheUser(String userName, String then, String realm) {
        RawPeer client = connect(CLIENT, EAP);
        RawPeer server = connect(HSS1, EAP);
        Ask ask = der("Transit.example", userName).with(TestAvp.text(25, "class"));
        client.send(ask);
        RawMessage request = server.serve();
        assertThat(request.avp(1).text()).isEqualTo(then);
        assertThat(request.avp(283).text()).isEqualTo(realm);
        assertThat(request.endToEnd()).isEqualTo(ask.message().endToEnd());
        assertThat(request.avps().stream().map(RawAvp::code).toList())
                .as("the order stays, a Route-Record follows")
                .containsExactly(263, 264, 296, 283, 1, 25, 282);
        assertThat(client.next().hopByHop()).isEqualTo(ask.message().hopByHop());
        assertThat(agent.pending()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"home.example, home.example!user@home.example", "home.example, user@home.example"})
    void otherRequestsStayAsTheyAre(String realm, String userName) {
        RawPeer client = connect(CLIENT, EAP);
        RawPeer server = connect(HSS1, EAP);
        client.send(der(realm, userName));
        assertThat(server.serve().avp(1).text()).isEqualTo(userName);
        client.next();
    }

    @ParameterizedTest
    @CsvSource({
        "user@home.example",
        "!user@home.example",
        "home.example!user",
        "home example!user@transit.example",
        "user@home.example!x"
    })
    void whatIsNoDecorationIsForOurRealm(String userName) {
        RawPeer client = connect(CLIENT, EAP);
        connect(HSS1, EAP);
        client.send(der("transit.example", userName));
        assertThat(client.next().resultCode()).isEqualTo(3003);
    }

    @Test
    void onlyForTheApplicationsThatAreNamed() {
        RawPeer client = connect(CLIENT, S6A);
        connect(HSS1, S6A);
        client.send(Ask.realm("transit.example").with(TestAvp.text(1, "home.example!user@transit.example")));
        assertThat(client.next().resultCode()).isEqualTo(3003);
    }

    @Test
    void aHostThatIsNamedHasBeenChosen() {
        RawPeer client = connect(CLIENT, EAP);
        connect(HSS1, EAP);
        client.send(der("transit.example", "home.example!user@transit.example").host("other.transit.example"));
        assertThat(client.next().resultCode()).isEqualTo(3003);
    }

    @Test
    void explainTurnsTheRequestToo() {
        connect(CLIENT, EAP);
        connect(HSS1, EAP);
        JsonObject question = new JsonObject()
                .put("from", CLIENT)
                .put("application", "EAP")
                .put("command", "DER")
                .put("destination-realm", "transit.example")
                .put("user-name", "home.example!user@transit.example");
        String answer = agent.http("POST", "/v1/explain", question.encode()).body();
        assertThat(new JsonObject(answer).getString("next")).as(answer).isEqualTo(HSS1);
    }
}
