package io.realmgate.agent.config;

import io.realmgate.routing.Octets;
import io.realmgate.routing.match.NameSet;
import io.realmgate.routing.model.PeerRights;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one peer, or every peer of a pattern, may ask of us, ready to be asked for each message. Immutable; a reload that
 * changes it closes no connection.
 */
public final class PeerPolicy {
    /** Everything, within the agent's own limits. */
    public static final PeerPolicy ANY = new PeerPolicy(PeerRights.ANY, 0, 0);

    private final PeerRights rights;
    private final int requestRate;
    private final int output;
    private final NameSet originRealms;
    private final NameSet destinationRealms;

    /**
     * @param requestRate requests a second, 0 for what {@code agent.limits} says
     * @param output octets of undrained output above which new requests for it are refused, 0 likewise
     */
    public PeerPolicy(PeerRights rights, int requestRate, int output) {
        this.rights = rights;
        this.requestRate = requestRate;
        this.output = output;
        this.originRealms = new NameSet(rights.originRealms());
        this.destinationRealms = new NameSet(rights.destinationRealms());
    }

    /** Of equal settings; the sets are made of them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PeerPolicy policy
                && rights.equals(policy.rights)
                && requestRate == policy.requestRate
                && output == policy.output;
    }

    @Override
    public int hashCode() {
        return Objects.hash(rights, requestRate, output);
    }

    public boolean isPartner() {
        return rights.isPartner();
    }

    /** Whether its requests may be of every realm and for every realm. */
    public boolean isUnlimited() {
        return rights.originRealms().isEmpty() && rights.destinationRealms().isEmpty();
    }

    /** Whether a request of this Origin-Realm, null for none, may come from it. Allocates nothing. */
    public boolean admitsOrigin(@Nullable Octets realm) {
        return rights.originRealms().isEmpty() || realm != null && originRealms.contains(realm);
    }

    /** Whether it may send requests for this realm. Allocates nothing. */
    public boolean admitsDestination(Octets realm) {
        return rights.destinationRealms().isEmpty() || destinationRealms.contains(realm);
    }

    /** Requests a second, {@code otherwise} when its entry does not say; 0 for as many as it likes. */
    public int requestRate(int otherwise) {
        return requestRate == 0 ? otherwise : requestRate;
    }

    /** Octets of undrained output, {@code otherwise} when its entry does not say. */
    public int output(int otherwise) {
        return output == 0 ? otherwise : output;
    }
}
