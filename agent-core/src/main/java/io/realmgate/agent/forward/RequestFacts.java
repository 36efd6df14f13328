package io.realmgate.agent.forward;

import io.realmgate.agent.codec.AsciiNames;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.Standing;
import io.realmgate.routing.Octets;
import org.jspecify.annotations.Nullable;

/** What rules may ask about the request at hand. */
final class RequestFacts extends ReceivedFacts {
    private final MessageOctets destinationRealm = new MessageOctets();
    private final MessageOctets destinationHost = new MessageOctets();
    private @Nullable RoutingView view;
    private @Nullable Peer destination;

    /** Turns to a request whose AVPs were scanned without a fault. */
    void show(PeerConnection from, DiameterMessage request, RoutingAvps avps, RoutingView view) {
        turn(from.peer(), from.listener(), request, avps, view);
    }

    /**
     * The same for a request that would come from {@code from}.
     *
     * @param listener by which it would come in; null for that of the connection that the peer has, if any
     */
    void show(Peer from, @Nullable String listener, DiameterMessage request, RoutingAvps avps, RoutingView view) {
        PeerConnection connection = from.connection();
        turn(from, listener == null && connection != null ? connection.listener() : listener, request, avps, view);
    }

    private void turn(
            Peer from, @Nullable String listener, DiameterMessage request, RoutingAvps avps, RoutingView view) {
        turnTo(from, listener, request, avps, view);
        if (this.view != view) {
            this.view = view;
        }
        turnToDestination(view);
    }

    /** Turns to the peer that Destination-Host names, which an edit may have put where another was. */
    void turnToDestination(RoutingView view) {
        Octets host = destinationHost();
        this.destination = host == null ? null : view.peer(host);
    }

    /** The peer that Destination-Host names, connected or not. */
    @Nullable
    Peer destination() {
        return destination;
    }

    /** Our realm alone does not make a request local: an HSS and its DRA often share one. */
    @Override
    public boolean isLocal() {
        RoutingAvps a = scanned();
        return a.destinationHost() < 0 ? a.destinationRealm() < 0 : destinationHostIsSelf();
    }

    @Override
    public int application() {
        return message.application();
    }

    @Override
    public int command() {
        return message.command();
    }

    @Override
    public @Nullable Octets destinationRealm() {
        return show(destinationRealm, scanned().destinationRealm());
    }

    @Override
    public @Nullable Octets destinationHost() {
        return show(destinationHost, scanned().destinationHost());
    }

    @Override
    public boolean isGroupUp(String group) {
        RoutingView v = view;
        return v != null && v.group(group).canTake(message.application());
    }

    private boolean destinationHostIsSelf() {
        RoutingView v = view;
        int at = scanned().destinationHost();
        if (v == null || at < 0) {
            return false;
        }
        int length = RoutingAvps.dataLength(message.bytes(), at);
        for (byte[] identity : v.localIdentities()) {
            if (AsciiNames.equalsIgnoreCase(message.bytes(), at + 8, length, identity)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean destinationHostIsKnown() {
        return destination != null;
    }

    /** What the set that decides says of the peer that the request came from. */
    Standing standing() {
        return from.standing();
    }

    /** Which peers the set that decides knows. */
    int edition() {
        RoutingView v = view;
        return v == null ? 0 : v.edition();
    }
}
