package io.realmgate.routing;

import static io.realmgate.routing.RuleTexts.tableWithTables;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.Facts.Avp;
import io.realmgate.routing.explain.ExplanationFields;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Target;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rules that look things up in tables: those of {@link RuleTexts#tables}. */
class TableKeysTest {

    private static final int CX = 16777216;
    private static final int SH = 16777217;
    private static final int VENDOR_3GPP = 10415;

    private static Facts ulrOf(String userName) {
        return Facts.ulr().with(Avp.text(1, 0, userName));
    }

    private static boolean matches(String match, Facts facts) {
        RoutingTable table =
                tableWithTables("rules = [ { name = r, match { " + match + " }, action = reject, result = 3002 } ]");
        boolean decided = table.decide(facts, new Trail()) instanceof RouteDecision.Reject;
        assertThat(table.explain(facts).passed().isEmpty()).isEqualTo(decided);
        return decided;
    }

    @Test
    void keysOfAMatch() {
        assertThat(matches("imsi = { table = hss }", ulrOf("001010123456789"))).isTrue();
        assertThat(matches("imsi = { table = hss }", ulrOf("001020123456789"))).isFalse();
        assertThat(matches("imsi = { table = classes, value = gold }", ulrOf("001010123456789")))
                .isTrue();
        assertThat(matches("imsi = { table = classes, value = silver }", ulrOf("001010123456789")))
                .isFalse();
        assertThat(matches("imsi = { table = classes, value = [silver, gold] }", ulrOf("001010123456789")))
                .isTrue();
        assertThat(matches("not { imsi = { table = classes } }", ulrOf("262010123456789")))
                .isTrue();
        assertThat(matches("origin-realm = { table = realms }", Facts.ulr().ofRealm("Visited.example")))
                .isTrue();
        assertThat(matches("origin-realm = { table = realms }", Facts.ulr().ofRealm("a.visited.example")))
                .isTrue();
        assertThat(matches("destination-realm = { table = realms }", Facts.ulr().toRealm("home.example")))
                .isFalse();
        Facts lir = Facts.of(CX, 302).with(Avp.text(601, VENDOR_3GPP, "sip:Alice@home.example"));
        assertThat(matches("public-identity = { table = users }", lir)).isTrue();
        assertThat(matches("public-identity = { table = users, value = home-hss }", lir))
                .isFalse();
    }

    @Test
    void anyAvp() {
        Facts other = Facts.of(99, 1).with(Avp.text(1, 0, "x@y"), Avp.text(1, 0, "bob@home.example"));
        assertThat(matches("avp { path = User-Name, in = { table = users } }", other))
                .as("the second")
                .isTrue();
        assertThat(matches("avp { path = User-Name, in = { table = hss } }", ulrOf("001010123456789")))
                .isTrue();
        Facts udr = Facts.of(SH, 306).with(msisdn(0x00, 0x01, 0xf1));
        assertThat(matches("msisdn = { table = hss }", udr)).as("00101").isTrue();
        assertThat(matches("avp { path = User-Identity.MSISDN, in = { table = hss } }", udr))
                .isTrue();
        udr = Facts.of(SH, 306).with(msisdn(0x00, 0x02, 0xf1));
        assertThat(matches("msisdn = { table = hss }", udr)).as("00201").isFalse();
        udr = Facts.of(SH, 306).with(msisdn(0x00, 0x01, 0xf1, 0xff));
        assertThat(matches("msisdn = { table = hss }", udr)).as("no digits").isFalse();
    }

    private static Avp msisdn(int... octets) {
        return Avp.group(700, VENDOR_3GPP, Avp.octets(701, VENDOR_3GPP, octets));
    }

    @Test
    void whoeverTheTableNames() {
        RoutingTable table = tableWithTables("""
                rules = [
                  { name = known, match { application = S6a }, action = relay, to = { table = hss, key = imsi } }
                  { name = users, action = redirect, to = { table = users, key = User-Name } }
                  { name = unknown, action = reject, result = 5032 }
                ]
                """);
        RouteDecision one = table.decide(ulrOf("001010000000007"), new Trail());
        assertThat(one).isInstanceOfSatisfying(RouteDecision.Relay.class, relay -> {
            assertThat(relay.target()).isEqualTo(new Target.ToPeer("hss1.home.example"));
            assertThat(relay.choice()).isEqualTo(2);
        });
        assertThat(table.decide(ulrOf("001010000000007"), new Trail()))
                .as("built once")
                .isSameAs(one);
        assertThat(table.decide(ulrOf("001010000000100"), new Trail()))
                .isInstanceOfSatisfying(
                        RouteDecision.Relay.class,
                        relay -> assertThat(relay.target()).isEqualTo(new Target.ToGroup("home-hss")));
        assertThat(table.decide(ulrOf("sip:Alice@home.example"), new Trail()))
                .isInstanceOfSatisfying(
                        RouteDecision.Redirect.class,
                        redirect -> assertThat(redirect.how().to()).isEqualTo(new Target.ToPeer("hss1.home.example")));
        Explanation unknown = table.explain(ulrOf("262010000000007"));
        assertThat(unknown.decision()).isInstanceOf(RouteDecision.Reject.class);
        assertThat(unknown.passed())
                .extracting(passed -> Objects.requireNonNull(passed.failure()).text())
                .containsExactly(
                        "to: imsi 262010000000007, wanted a row of table \"hss\" for it",
                        "to: User-Name 262010000000007, wanted a row of table \"users\" for it");
        assertThat(ExplanationFields.text(one))
                .isEqualTo("rule \"known\" (r:2) relays it to hss1.home.example, as table \"hss\" has it for its imsi");
        assertThat(ExplanationFields.of(table.explain(ulrOf("001010000000007"))).toString())
                .contains("to=hss1.home.example, table=hss");
    }
}
