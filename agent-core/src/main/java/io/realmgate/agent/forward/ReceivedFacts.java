package io.realmgate.agent.forward;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.peer.Peer;
import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Ingress;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What rules may ask about any message at hand, read from its bytes when asked. One per loop, shown a new message each
 * time.
 */
abstract class ReceivedFacts implements MessageFacts {
    final DiameterMessage message = new DiameterMessage();
    private final MessageOctets originRealm = new MessageOctets();
    private final MessageOctets originHost = new MessageOctets();
    private final AvpValues contents = new AvpValues();
    final PeerIngress from = new PeerIngress();
    private @Nullable RoutingAvps avps;

    /** Turns to a message whose AVPs were scanned without a fault, and to the generation that will ask. */
    final void turnTo(
            Peer sender, @Nullable String listener, DiameterMessage received, RoutingAvps found, RoutingView view) {
        message.show(received);
        if (avps != found) {
            avps = found;
        }
        from.show(sender, listener, view.edition());
        contents.show(message, found.listed(), view.avps());
    }

    @Override
    public final @Nullable Octets originRealm() {
        return show(originRealm, scanned().originRealm());
    }

    @Override
    public final @Nullable Octets originHost() {
        return show(originHost, scanned().originHost());
    }

    @Override
    public final int flags() {
        return message.flags();
    }

    @Override
    public final int length() {
        return message.length();
    }

    @Override
    public final boolean anyAvp(AvpSlot avp, Predicate<Octets> test) {
        return contents.any(avp, test);
    }

    @Override
    public final int firstFound(AvpSlot avp, ToIntFunction<Octets> search) {
        return contents.firstFound(avp, search);
    }

    @Override
    public final boolean anyNumber(AvpSlot avp, Encoding encoding, LongPredicate test) {
        return contents.anyNumber(avp, encoding, test);
    }

    @Override
    public final int firstFound(AvpSlot avp, Encoding encoding, LongToIntFunction search) {
        return contents.firstFound(avp, encoding, search);
    }

    @Override
    public final @Nullable Octets firstAvp(AvpSlot avp) {
        return contents.first(avp);
    }

    @Override
    public final Ingress ingress() {
        return from;
    }

    final @Nullable Octets show(MessageOctets view, int avp) {
        return avp < 0 ? null : view.showAvp(message.bytes(), avp);
    }

    final RoutingAvps scanned() {
        RoutingAvps a = avps;
        if (a == null) {
            throw new IllegalStateException("no message shown");
        }
        return a;
    }
}
