package io.realmgate.agent.forward;

import io.realmgate.agent.peer.Peer;
import io.realmgate.routing.Ingress;
import org.jspecify.annotations.Nullable;

/** A peer as rules see it: who sent a message, or who asked. A flyweight of one loop, shown a peer each time. */
final class PeerIngress implements Ingress {
    private @Nullable Peer peer;

    PeerIngress show(Peer shown) {
        peer = shown;
        return this;
    }

    @Override
    public String identity() {
        return shown().identity();
    }

    @Override
    public String realm() {
        return shown().realm();
    }

    @Override
    public boolean inGroup(String group) {
        return shown().groups().contains(group);
    }

    private Peer shown() {
        Peer p = peer;
        if (p == null) {
            throw new IllegalStateException("no peer shown");
        }
        return p;
    }
}
