package io.realmgate.agent.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.config.Machine;
import io.realmgate.agent.config.PeerSettingsReader;
import io.realmgate.agent.peer.LocalNode;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerTable;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.routing.Trail;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.parse.RuleSet;
import io.realmgate.routing.parse.RuleSetCompiler;
import io.realmgate.routing.parse.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is true of a peer changes in its cell, but a request that has begun with a set is decided by all of that set. */
class EditionTest {
    private static final String CLIENT = "client.visited.example";

    private final AgentSettings settings = Objects.requireNonNull(AgentSettingsReader.read(
            "agent.conf", "agent { identity = dra.example, realm = example }", new ArrayList<>()));
    private final LocalNode local = new LocalNode(settings.identity(), settings.realm(), "test", 0, 1);
    private final PeerTable peers = new PeerTable(local, settings, forgotten -> {});
    private final RequestFacts facts = new RequestFacts();
    private final byte[] bytes = TestMessage.request(
            TestAvp.text(263, "s"),
            TestAvp.text(264, CLIENT),
            TestAvp.text(296, "visited.example"),
            TestAvp.text(283, "home.example"));
    private final DiameterMessage request = new DiameterMessage().wrap(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    private final RoutingAvps avps = new RoutingAvps();

    /** A set with a rule for the members of its own group only. */
    private RoutingView load(String group, String more) {
        String file = "peers = [ { identity = " + CLIENT + ", realm = visited.example" + more + " }\n"
                + "{ identity = hss.home.example, realm = home.example } ]\n"
                + "groups { " + group + " { members = [ " + CLIENT + " ] } }\n";
        String rule = "rules = [ { name = " + group + "-only, match { from = " + group
                + " }, action = relay, to = hss.home.example } ]";
        RuleSet set = RuleSetCompiler.compile(
                new SourceFile("peers.conf", file), List.of(new SourceFile("r.conf", rule)), Dictionary.standard());
        PeerDirectory directory = Objects.requireNonNull(set.directory());
        var configured =
                PeerSettingsReader.peers(directory, Machine.ANY, Dictionary.standard(), null, new ArrayList<>());
        Map<String, Set<String>> groups = new HashMap<>();
        for (PeerGroup one : directory.groups().values()) {
            one.members()
                    .forEach(m -> groups.computeIfAbsent(m.peer(), p -> new HashSet<>())
                            .add(one.name()));
        }
        peers.configure(configured, List.of(), groups);
        return new RoutingView(
                Objects.requireNonNull(set.table()),
                directory,
                peers.edition(),
                configured,
                new RoutingView.Discovered(Set.of(), Map.of()),
                LocalIdentities.of(settings.identity(), List.of(), List.of()));
    }

    private String rule(Peer from, RoutingView view) {
        assertThat(avps.scan(request)).isZero();
        facts.show(from, null, request, avps, view);
        Rule rule = view.decide(facts, new Trail()).decision().rule();
        return rule == null ? "none" : rule.name();
    }

    @Test
    void aSetThatIsStillInUseSeesThePeersAsItKnewThem() {
        RoutingView first = load("red", "");
        Peer client = Objects.requireNonNull(peers.get(CLIENT));
        assertThat(rule(client, first)).isEqualTo("red-only");
        RoutingView second = load("blue", ", may-send { destination-realms = [ other.example ] }");
        assertThat(rule(client, first)).isEqualTo("red-only");
        assertThat(new IngressCheck().refusal(facts)).isNull();
        assertThat(rule(client, second)).isEqualTo("blue-only");
        assertThat(new IngressCheck().refusal(facts)).isEqualTo(ErrorCause.DESTINATION_REALM);
        assertThat(peers.get(CLIENT)).isSameAs(client);
    }

    @Test
    void aPeerWhoseEntryChangedAsksByTheNewSetUntilItsConnectionHasEnded() {
        load("red", "");
        Peer client = Objects.requireNonNull(peers.get(CLIENT));
        RoutingView second = load("blue", ", from = [ \"10.0.0.0/8\" ]");
        assertThat(peers.get(CLIENT)).isNotSameAs(client);
        assertThat(rule(client, second)).isEqualTo("blue-only");
    }

    @Test
    void onlyTheSetBeforeIsRemembered() {
        for (int i = 0; i < 100; i++) {
            load("g" + i, "");
        }
        var standing = Objects.requireNonNull(peers.get(CLIENT)).standing();
        assertThat(standing.groups()).containsExactly("g99");
        var before = Objects.requireNonNull(standing.before());
        assertThat(before.groups()).containsExactly("g98");
        assertThat(before.before()).isNull();
    }
}
