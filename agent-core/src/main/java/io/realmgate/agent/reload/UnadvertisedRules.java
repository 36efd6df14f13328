package io.realmgate.agent.reload;

import io.realmgate.agent.config.AcceptSettings;
import io.realmgate.agent.config.Advertisement;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Warns of rules that send a peer an application which {@code advertise} of that peer leaves out, relay included: it may refuse
 * what we have not said that we support (RFC 6733 5.3), and a proxy has to say so (2.8.2).
 */
final class UnadvertisedRules {
    private static final int COMMON = 0;
    private static final int MOST = 100;

    /** Somebody of {@code peers.conf} to whom we say less than that we are a relay. */
    private record Told(String who, Advertisement advertisement) {}

    private final PeerDirectory directory;
    private final Dictionary dictionary;
    private final Map<String, Told> byPeer = new HashMap<>();
    private final Map<String, List<Told>> byGroup = new HashMap<>();

    UnadvertisedRules(
            PeerDirectory directory, Dictionary dictionary, List<PeerSettings> peers, List<AcceptSettings> accepts) {
        this.directory = directory;
        this.dictionary = dictionary;
        for (PeerSettings peer : peers) {
            if (peer.profile().advertisement().chosen()) {
                byPeer.put(
                        peer.identity(),
                        new Told(peer.identity(), peer.profile().advertisement()));
            }
        }
        for (AcceptSettings accept : accepts) {
            String group = accept.group();
            if (group != null && accept.profile().advertisement().chosen()) {
                Told told = new Told(accept.identity().text(), accept.profile().advertisement());
                byGroup.computeIfAbsent(group, unused -> new ArrayList<>()).add(told);
            }
        }
    }

    void look(List<Rule> rules, Consumer<Diagnostic> out) {
        if (!byPeer.isEmpty() || !byGroup.isEmpty()) {
            rules.stream().flatMap(rule -> warning(rule).stream()).limit(MOST).forEach(out);
        }
    }

    private Optional<Diagnostic> warning(Rule rule) {
        if (!rule.decides()
                || !(rule.action() instanceof Action.Relay relay)
                || !(rule.match() instanceof Match.AllOf all)) {
            return Optional.empty();
        }
        List<Told> told =
                Stream.concat(told(relay.to()), told(relay.lastResort())).toList();
        return all.parts().stream()
                .filter(Match.Application.class::isInstance)
                .flatMap(part -> new TreeSet<>(((Match.Application) part).ids()).stream())
                .filter(id -> id != COMMON)
                .flatMap(id -> told.stream()
                        .filter(one -> !one.advertisement().covers(id))
                        .map(one -> warning(rule, id, one.who())))
                .findFirst();
    }

    private Diagnostic warning(Rule rule, int application, String who) {
        String known = dictionary.applicationName(application);
        String name = known == null ? Integer.toUnsignedString(application) : known;
        return Diagnostic.warning(
                rule.place(),
                "rule \"" + rule.name() + "\": it sends " + name + " to " + who + ", to which we do not advertise it",
                "advertise in peers.conf names other applications, and not Relay");
    }

    private Stream<Told> told(@Nullable Target target) {
        if (target instanceof Target.ToPeer peer) {
            return Stream.ofNullable(byPeer.get(peer.identity()));
        }
        if (!(target instanceof Target.ToGroup to)) {
            return Stream.empty();
        }
        PeerGroup group = directory.groups().get(to.group());
        Stream<Told> members = group == null
                ? Stream.empty()
                : group.members().stream()
                        .map(member -> byPeer.get(member.peer()))
                        .filter(Objects::nonNull);
        return Stream.concat(members, byGroup.getOrDefault(to.group(), List.of()).stream());
    }
}
