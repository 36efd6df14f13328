package io.realmgate.agent.forward;

import io.realmgate.agent.codec.AsciiNames;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.Standing;
import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Ingress;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Octets;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What rules may ask about the request at hand, read from its bytes when asked. One per loop, shown a new request each
 * time.
 */
final class RequestFacts implements MessageFacts, Ingress {
    private final DiameterMessage message = new DiameterMessage();
    private final MessageOctets destinationRealm = new MessageOctets();
    private final MessageOctets destinationHost = new MessageOctets();
    private final MessageOctets originRealm = new MessageOctets();
    private final MessageOctets originHost = new MessageOctets();
    private final AvpValues contents = new AvpValues();
    private @Nullable RoutingAvps avps;
    private @Nullable RoutingView view;
    private @Nullable Peer from;
    private @Nullable String listener;
    private @Nullable Peer destination;

    /** Turns to a request whose AVPs were scanned without a fault. */
    void show(PeerConnection from, DiameterMessage request, RoutingAvps avps, RoutingView view) {
        show(from.peer(), from.listener(), request, avps, view);
    }

    /** The same for a request that would come from {@code from} on the connection that it has, if any. */
    void show(Peer from, DiameterMessage request, RoutingAvps avps, RoutingView view) {
        PeerConnection connection = from.connection();
        show(from, connection == null ? null : connection.listener(), request, avps, view);
    }

    private void show(
            Peer from, @Nullable String listener, DiameterMessage request, RoutingAvps avps, RoutingView view) {
        this.listener = listener;
        this.message.wrap(request.bytes(), request.start(), request.length());
        this.avps = avps;
        this.from = from;
        this.view = view;
        this.contents.show(message, view.avps());
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
    public @Nullable Octets originRealm() {
        return show(originRealm, scanned().originRealm());
    }

    @Override
    public @Nullable Octets originHost() {
        return show(originHost, scanned().originHost());
    }

    @Override
    public int flags() {
        return message.flags();
    }

    @Override
    public int length() {
        return message.length();
    }

    @Override
    public boolean anyAvp(AvpSlot avp, Predicate<Octets> test) {
        return contents.any(avp, test);
    }

    @Override
    public int firstFound(AvpSlot avp, ToIntFunction<Octets> search) {
        return contents.firstFound(avp, search);
    }

    @Override
    public @Nullable Octets firstAvp(AvpSlot avp) {
        return contents.first(avp);
    }

    @Override
    public boolean isGroupUp(String group) {
        RoutingView v = view;
        return v != null && v.group(group).canTake(message.application());
    }

    @Override
    public String realm() {
        return origin().realm();
    }

    @Override
    public @Nullable String listener() {
        return listener;
    }

    @Override
    public Ingress ingress() {
        return this;
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

    @Override
    public String identity() {
        return origin().identity();
    }

    @Override
    public boolean inGroup(String group) {
        return standing().groups().contains(group);
    }

    @Override
    public List<String> groups() {
        return standing().groups();
    }

    private @Nullable Octets show(MessageOctets view, int avp) {
        return avp < 0 ? null : view.show(message.bytes(), avp);
    }

    private RoutingAvps scanned() {
        RoutingAvps a = avps;
        if (a == null) {
            throw new IllegalStateException("no request shown");
        }
        return a;
    }

    /** What the set that decides says of the peer that the request came from. */
    Standing standing() {
        return origin().standing(edition());
    }

    /** Which peers the set that decides knows. */
    int edition() {
        RoutingView v = view;
        return v == null ? 0 : v.edition();
    }

    private Peer origin() {
        Peer p = from;
        if (p == null) {
            throw new IllegalStateException("no request shown");
        }
        return p;
    }
}
