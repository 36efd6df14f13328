package io.realmgate.routing.explain;

import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Ingress;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.PeerDefinition;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Question} as rules see it, by what {@code peers.conf} says. A peer that a pattern admits counts as known only
 * in an agent that has seen it.
 *
 * @param localIdentities our own identities, in lower case
 */
public record QuestionFacts(Question question, PeerDirectory directory, Set<String> localIdentities)
        implements MessageFacts, Ingress {

    /** The flags of a request are R and P unless it says otherwise (RFC 6733 3). */
    private static final int PROXIABLE = 0xc0;

    @Override
    public int application() {
        return question.application();
    }

    @Override
    public int command() {
        return question.command();
    }

    @Override
    public @Nullable Octets destinationRealm() {
        return octets(question.destinationRealm());
    }

    @Override
    public @Nullable Octets destinationHost() {
        return octets(question.destinationHost());
    }

    @Override
    public @Nullable Octets originRealm() {
        return octets(question.originRealm());
    }

    @Override
    public @Nullable Octets originHost() {
        return octets(question.originHost());
    }

    @Override
    public int flags() {
        return PROXIABLE;
    }

    /** What is asked about has no octets. */
    @Override
    public int length() {
        return 0;
    }

    @Override
    public boolean anyAvp(AvpSlot avp, Predicate<Octets> test) {
        return false;
    }

    @Override
    public @Nullable Octets firstAvp(AvpSlot avp) {
        return null;
    }

    /** Nothing runs here, so every group is taken to be up. */
    @Override
    public boolean isGroupUp(String group) {
        return true;
    }

    @Override
    public @Nullable String listener() {
        return question.listener();
    }

    @Override
    public String realm() {
        return directory.peers().stream()
                .filter(peer -> peer.identity().equals(identity()))
                .map(PeerDefinition::realm)
                .findFirst()
                .orElseGet(() -> {
                    AcceptPattern pattern = pattern();
                    return pattern == null ? "" : pattern.realm();
                });
    }

    @Override
    public Ingress ingress() {
        return this;
    }

    @Override
    public boolean isLocal() {
        String host = question.destinationHost();
        return host == null ? question.destinationRealm() == null : localIdentities.contains(Names.lowerCase(host));
    }

    @Override
    public boolean destinationHostIsKnown() {
        String host = question.destinationHost();
        return host != null && isPeer(Names.lowerCase(host));
    }

    @Override
    public String identity() {
        return question.from();
    }

    @Override
    public boolean inGroup(String group) {
        PeerGroup named = directory.groups().get(group);
        if (named != null && named.members().stream().anyMatch(m -> m.peer().equals(identity()))) {
            return true;
        }
        AcceptPattern pattern = isPeer(identity()) ? null : pattern();
        return pattern != null && group.equals(pattern.group());
    }

    @Override
    public List<String> groups() {
        return directory.groups().keySet().stream().filter(this::inGroup).toList();
    }

    private boolean isPeer(String identity) {
        return directory.peers().stream().anyMatch(peer -> peer.identity().equals(identity));
    }

    /** The first pattern that admits the peer it came from. */
    private @Nullable AcceptPattern pattern() {
        return directory.accept().stream()
                .filter(pattern -> pattern.identity().matches(identity()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Octets octets(@Nullable String text) {
        return text == null ? null : Names.octets(text);
    }
}
