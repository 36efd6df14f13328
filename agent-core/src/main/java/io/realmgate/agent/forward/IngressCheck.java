package io.realmgate.agent.forward;

import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.config.PeerPolicy;
import io.realmgate.agent.peer.Peer;
import io.realmgate.routing.Octets;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer may send a request of these realms at all (RFC 6733 2.9: sessions are routed only through nodes that are
 * authorized), asked before the rules are. Confined to one loop.
 */
final class IngressCheck {
    private final RealmOfPeer realmOfHost = new RealmOfPeer();

    /**
     * Who sends what it may not is told so by a code that nobody takes for a reason to try again elsewhere: 5003 for where
     * the request comes from (RFC 6733 2.9), 3003 for where it wants to go. Who sends too much is asked to go elsewhere.
     */
    static int codeFor(ErrorCause cause) {
        return switch (cause) {
            case REQUEST_RATE -> ResultCodes.TOO_BUSY;
            case ORIGIN_REALM -> ResultCodes.AUTHORIZATION_REJECTED;
            default -> ResultCodes.REALM_NOT_SERVED;
        };
    }

    /** Why the peer that the request shown by {@code facts} came from may not send it, or null. */
    @Nullable
    ErrorCause refusal(RequestFacts facts) {
        PeerPolicy policy = facts.standing().policy();
        if (policy.isUnlimited()) {
            return null;
        }
        if (!policy.admitsOrigin(facts.originRealm())) {
            return ErrorCause.ORIGIN_REALM;
        }
        return facts.isLocal() || admitsDestination(policy, facts) ? null : ErrorCause.DESTINATION_REALM;
    }

    /** Destination-Host counts too: a request goes to the peer that it names, whatever its Destination-Realm says. */
    private boolean admitsDestination(PeerPolicy policy, RequestFacts facts) {
        Octets realm = facts.destinationRealm();
        if (realm != null && !policy.admitsDestination(realm)) {
            return false;
        }
        Peer host = facts.destination();
        return host == null || policy.admitsDestination(realmOfHost.of(host));
    }

    /** A flyweight over the realm of one peer. */
    private static final class RealmOfPeer implements Octets {
        private String realm = "";

        Octets of(Peer peer) {
            realm = peer.realm();
            return this;
        }

        @Override
        public int length() {
            return realm.length();
        }

        @Override
        public byte byteAt(int index) {
            return (byte) realm.charAt(index);
        }
    }
}
