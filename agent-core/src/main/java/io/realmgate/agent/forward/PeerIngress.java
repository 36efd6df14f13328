package io.realmgate.agent.forward;

import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.Standing;
import io.realmgate.routing.Ingress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A peer as rules see it: who sent a message, or who asked. A flyweight of one loop, shown a peer each time. */
final class PeerIngress implements Ingress {
    private @Nullable Peer peer;
    private @Nullable Standing standing;
    private @Nullable String listener;

    /**
     * @param throughListener name of the listener that its connection came in by, or null
     * @param edition of the peers that the set knows which decides
     */
    @SuppressWarnings("ReferenceEquality") // the question is whether anything is to be stored
    void show(Peer shown, @Nullable String throughListener, int edition) {
        if (peer != shown) {
            peer = shown;
        }
        if (listener != throughListener) {
            listener = throughListener;
        }
        Standing its = shown.standing(edition);
        if (standing != its) {
            standing = its;
        }
    }

    /** What the set that decides says of the peer. */
    Standing standing() {
        Standing s = standing;
        if (s == null) {
            throw new IllegalStateException("no peer shown");
        }
        return s;
    }

    @Override
    public String identity() {
        return shown().identity();
    }

    @Override
    public @Nullable String listener() {
        return listener;
    }

    @Override
    public String realm() {
        return shown().realm();
    }

    @Override
    public boolean inGroup(String group) {
        return standing().groups().contains(group);
    }

    @Override
    public List<String> groups() {
        return standing().groups();
    }

    private Peer shown() {
        Peer p = peer;
        if (p == null) {
            throw new IllegalStateException("no peer shown");
        }
        return p;
    }
}
