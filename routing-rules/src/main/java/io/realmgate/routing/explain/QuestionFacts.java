package io.realmgate.routing.explain;

import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Ingress;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.ResultValue;
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
        implements MessageFacts {

    /** The flags are R and P, or P of an answer, unless it says otherwise (RFC 6733 3). */
    private static final int REQUEST = 0xc0;

    private static final int ANSWER = 0x40;

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
        return question.answer() == null ? REQUEST : ANSWER;
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
    public Ingress ingress() {
        return new DirectoryPeer(question.from(), directory);
    }

    @Override
    public Phase phase() {
        return question.phase();
    }

    @Override
    public Ingress asker() {
        Question.OfAnswer answer = question.answer();
        return answer == null ? ingress() : new DirectoryPeer(answer.askedBy(), directory);
    }

    @Override
    public int resultVendor() {
        ResultValue result = result();
        return result == null ? 0 : result.vendor();
    }

    @Override
    public int resultCode() {
        ResultValue result = result();
        return result == null ? 0 : result.code();
    }

    private @Nullable ResultValue result() {
        Question.OfAnswer answer = question.answer();
        return answer == null ? null : answer.result();
    }

    @Override
    public boolean isLocal() {
        if (question.answer() != null) {
            return false;
        }
        String host = question.destinationHost();
        return host == null ? question.destinationRealm() == null : localIdentities.contains(Names.lowerCase(host));
    }

    @Override
    public boolean destinationHostIsKnown() {
        String host = question.destinationHost();
        return host != null && DirectoryPeer.isListed(Names.lowerCase(host), directory);
    }

    private static @Nullable Octets octets(@Nullable String text) {
        return text == null ? null : Names.octets(text);
    }
}
