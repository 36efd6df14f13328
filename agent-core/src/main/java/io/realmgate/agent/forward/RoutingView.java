package io.realmgate.agent.forward;

import io.realmgate.agent.codec.DiameterUri;
import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.config.PeerPolicy;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerTable;
import io.realmgate.agent.peer.PeerTerms;
import io.realmgate.agent.proxy.EditPlan;
import io.realmgate.agent.proxy.EditPlans;
import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Explanation;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.NameMap;
import io.realmgate.routing.Octets;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.Trail;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.RedirectAnswer;
import io.realmgate.routing.model.RetryPolicy;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Selection;
import io.realmgate.routing.model.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One generation of rules together with the cells of the peers that it names: what a message is routed by. Immutable; a
 * loop reads the current one once per message, so a request sees either the old set or the new one and never a mix.
 */
public final class RoutingView {
    private static final CandidateSet NOBODY = CandidateSet.of(List.of());

    private final int edition;
    private final RoutingTable table;
    private final List<AcceptPattern> patterns;
    private final NameMap<Peer> byIdentity;
    private final NameMap<CandidateSet> byRealm;
    /** By rule, then by what a table may choose; rules that do not decide have none. */
    private final Route[][] routes;

    private final EditPlan[] answerEdits;
    private final long wanted;
    private final Route byDestination;
    private final @Nullable CandidateSet defaultRoute;
    private final byte[][] localIdentities;
    private final Map<String, CandidateSet> groups = new HashMap<>();
    private final Map<String, Peer> peersByName = new HashMap<>();
    private final Map<String, String> uris = new HashMap<>();

    /**
     * @param known every peer that is known now, those that patterns admitted included
     * @param settings of those that we connect to or that are configured
     * @param discovered what DNS says
     * @param local who we are
     */
    public RoutingView(
            RoutingTable table,
            PeerDirectory directory,
            PeerTable.Edition known,
            List<PeerSettings> settings,
            Discovered discovered,
            LocalIdentities local) {
        for (PeerSettings one : settings) {
            uris.put(one.identity(), uri(one));
        }
        this.edition = known.number();
        this.table = table;
        this.patterns = directory.accept();
        this.localIdentities = local.names().stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        Map<String, List<Peer>> realms = new HashMap<>();
        Map<String, List<Peer>> members = new HashMap<>();
        for (Peer peer : known.peers()) {
            peersByName.put(peer.identity(), peer);
            realms.computeIfAbsent(peer.realm(), r -> new ArrayList<>()).add(peer);
            for (String group : peer.standing(edition).groups()) {
                members.computeIfAbsent(group, g -> new ArrayList<>()).add(peer);
            }
        }
        byIdentity = new NameMap<>(peersByName);
        Map<String, CandidateSet> realmSets = new HashMap<>();
        discovered.realms().forEach(realm -> realmSets.put(realm, NOBODY));
        realms.forEach(
                (realm, list) -> realmSets.put(realm, CandidateSet.of(list, Selection.WEIGHTED, discovered::rankOf)));
        byRealm = new NameMap<>(realmSets);
        Collection<PeerGroup> all = directory.groups().values();
        all.forEach(group -> groups.put(group.name(), groupSet(group, members.getOrDefault(group.name(), List.of()))));
        // All groups first: one may name another as its last resort, and that one's own last resort is not asked.
        Map<String, CandidateSet> mates = new HashMap<>();
        for (PeerGroup group : all) {
            Target lastResort = group.lastResort();
            if (lastResort != null) {
                mates.put(group.name(), resolve(lastResort));
            }
        }
        mates.forEach((name, others) -> groups.computeIfPresent(name, (n, set) -> set.withLastResort(others)));
        byDestination = route(new RouteDecision.ByDestination());
        routes = table.rules().stream().map(this::routesOf).toArray(Route[][]::new);
        answerEdits = table.rules().stream()
                .map(rule ->
                        rule.phase() == Phase.ANSWER ? EditPlan.of(rule.edits().answer()) : EditPlan.NONE)
                .toArray(EditPlan[]::new);
        wanted = wanted(table);
        Target route = directory.defaultRoute();
        defaultRoute = route == null ? null : resolve(route);
    }

    /**
     * What DNS says of realms and of the peers that it names.
     *
     * @param realms that it is asked for, in lower case, whether anybody was found or not
     * @param ranks of the peers that were found, by identity
     */
    public record Discovered(Set<String> realms, Map<String, Candidate> ranks) {
        public Discovered {
            realms = Set.copyOf(realms);
            ranks = Map.copyOf(ranks);
        }

        private Candidate rankOf(Peer peer) {
            return ranks.getOrDefault(peer.identity(), CandidateSet.equalRank(peer));
        }
    }

    private static CandidateSet groupSet(PeerGroup group, List<Peer> members) {
        Map<String, Candidate> ranks = new HashMap<>();
        for (Candidate candidate : group.members()) {
            ranks.put(candidate.peer(), candidate);
        }
        return CandidateSet.of(
                members, group.selection(), peer -> ranks.getOrDefault(peer.identity(), CandidateSet.equalRank(peer)));
    }

    /** A peer that is not known, as it would be if it connected. */
    Peer stranger(String identity, PeerTerms terms) {
        for (AcceptPattern pattern : patterns) {
            if (pattern.identity().matches(identity)) {
                String group = pattern.group();
                Set<String> groupsOf = group == null ? Set.of() : Set.of(group);
                Peer peer = new Peer(identity, pattern.realm(), true, terms);
                peer.stand(edition, groupsOf, new PeerPolicy(pattern.rights(), 0, 0));
                return peer;
            }
        }
        return new Peer(identity, "", false, terms);
    }

    private CandidateSet resolve(Target target) {
        if (target instanceof Target.ToGroup toGroup) {
            return group(toGroup.group());
        }
        Peer peer = peersByName.get(((Target.ToPeer) target).identity());
        return peer == null ? NOBODY : CandidateSet.of(List.of(peer));
    }

    private static String uri(PeerSettings peer) {
        if (peer.connect().isEmpty()) {
            return uri(peer.identity());
        }
        Endpoint endpoint = peer.connect().get(0);
        boolean secure = endpoint.transport() == TransportKind.TLS;
        String transport = endpoint.transport() == TransportKind.SCTP ? "sctp" : "tcp";
        return new DiameterUri(secure, peer.identity(), endpoint.port(), transport, "diameter").toString();
    }

    private static String uri(String identity) {
        return new DiameterUri(false, identity, 0, "tcp", "diameter").toString();
    }

    /** How others reach a peer, as far as we know: by its identity, and as we connect to it first. */
    String uriOf(Peer peer) {
        return uris.getOrDefault(peer.identity(), uri(peer.identity()));
    }

    /** Which edition of the peers it was made with, and so what it is that holds of them. */
    int edition() {
        return edition;
    }

    /** What the rules decide about a request; {@code trail} tells afterwards which of them were matched on the way. */
    Route decide(MessageFacts facts, Trail trail) {
        RouteDecision decision = table.decide(facts, trail);
        Rule rule = decision.rule();
        return rule == null ? byDestination : routes[rule.index()][decision.choice()];
    }

    /** What the rules decide about an answer; {@code trail} as above. */
    RouteDecision decideAnswer(MessageFacts facts, Trail trail) {
        return table.decide(facts, trail);
    }

    /** What a rule about answers changes in them. */
    EditPlan answerEdits(Rule rule) {
        return answerEdits[rule.index()];
    }

    /** Whether any rule is about answers. */
    boolean asksAnswers() {
        return table.asksAnswers();
    }

    /** Whether a rule may be about an answer of this application. */
    boolean asksAnswersOf(int application) {
        return table.asksAnswersOf(application);
    }

    /** What {@link #decide} and {@link #decideAnswer} decide, and why each earlier rule did not. */
    Explanation explain(MessageFacts facts) {
        return table.explain(facts);
    }

    /** Every identity of ours; not to be changed. */
    byte[][] localIdentities() {
        return localIdentities;
    }

    /** The rules, in the order they are tried. */
    public List<Rule> rules() {
        return table.rules();
    }

    /** The names that the rules may use. */
    public Dictionary dictionary() {
        return table.dictionary();
    }

    /** The AVPs that rules ask for beyond those of routing. */
    List<AvpSlot> avps() {
        return table.avps();
    }

    /** The bits of the AVPs that rules may read or change in a request, for {@link RoutingAvps#scan(DiameterMessage, long)}. */
    long wanted() {
        return wanted;
    }

    private static long wanted(RoutingTable table) {
        long bits = AvpValues.wanted(table.avps());
        for (Rule rule : table.rules()) {
            bits |= EditPlan.of(rule.edits().request()).wanted();
        }
        return bits;
    }

    /** The peers of a group; nobody if there is no such group. */
    CandidateSet group(String name) {
        return groups.getOrDefault(name, NOBODY);
    }

    @Nullable
    Peer peer(Octets identity) {
        return byIdentity.get(identity);
    }

    /** The peers of a realm, connected or not; null when none is configured. */
    @Nullable
    CandidateSet realm(Octets realm) {
        return byRealm.get(realm);
    }

    private Route[] routesOf(Rule rule) {
        RouteDecision decision = rule.phase() == Phase.REQUEST && rule.decides() ? rule.decision() : null;
        Target.ByTable by = rule.table();
        if (decision == null) {
            return new Route[0];
        }
        return by == null ? new Route[] {route(decision)} : routesOf(rule, by);
    }

    /** A route for each value of the table; nobody is what no row has. */
    private Route[] routesOf(Rule rule, Target.ByTable by) {
        List<Target> targets =
                Objects.requireNonNull(table.tables().get(by.table())).targets();
        Route[] byChoice = new Route[targets.size() + 1];
        byChoice[0] = byDestination;
        for (int choice = 1; choice < byChoice.length; choice++) {
            byChoice[choice] = route(Objects.requireNonNull(rule.decision(targets.get(choice - 1), choice)));
        }
        return byChoice;
    }

    private Route route(RouteDecision decision) {
        if (decision instanceof RouteDecision.Relay relay) {
            CandidateSet set = resolve(relay.target());
            Target lastResort = relay.lastResort();
            CandidateSet targets = lastResort == null ? set : set.withLastResort(resolve(lastResort));
            return new Route(
                    this,
                    decision,
                    targets,
                    relay.retry(),
                    relay.redirect(),
                    EditPlans.of(relay.rule().edits()));
        }
        CandidateSet targets = decision instanceof RouteDecision.Redirect redirect
                ? resolve(redirect.how().to())
                : NOBODY;
        return new Route(this, decision, targets, RetryPolicy.DEFAULT, RedirectAnswer.AS_CONFIGURED, EditPlans.NONE);
    }

    /** Where requests of realms without a peer go; null when they are refused. */
    @Nullable
    CandidateSet defaultRoute() {
        return defaultRoute;
    }
}
