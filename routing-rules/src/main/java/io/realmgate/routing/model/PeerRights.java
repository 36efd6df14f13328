package io.realmgate.routing.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer, or every peer of a pattern, may ask of this agent before any rule is looked at.
 *
 * @param role whose it is; null when the file gives no roles, and then all of its entries have none
 * @param originRealms realms that its requests may come from; empty means any
 * @param destinationRealms realms that its requests may go to; empty means any
 */
public record PeerRights(@Nullable Role role, List<NamePattern> originRealms, List<NamePattern> destinationRealms) {

    /** No role, every realm. */
    public static final PeerRights ANY = new PeerRights(null, List.of(), List.of());

    public PeerRights {
        originRealms = List.copyOf(originRealms);
        destinationRealms = List.copyOf(destinationRealms);
    }

    public boolean isPartner() {
        return role == Role.PARTNER;
    }
}
