package io.realmgate.agent.forward.redirect;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.routing.Names;
import io.realmgate.routing.model.RedirectUsage;
import java.util.Arrays;

/**
 * Which requests a cached redirect is for: its usage and what that usage compares. One that is shown each request in turn
 * is a flyweight of one thread, so that looking up allocates nothing; one that a cache holds does not change.
 */
final class RedirectKey {
    /** Session-Ids and user names above this are not cached. */
    static final int LONGEST = 1024;

    private RedirectUsage usage = RedirectUsage.DONT_CACHE;
    private int application;
    private final byte[] name;
    private int length;
    private int hash;

    RedirectKey() {
        this(new byte[LONGEST]);
    }

    private RedirectKey(byte[] name) {
        this.name = name;
    }

    /** A copy that stays as it is. */
    RedirectKey copy() {
        RedirectKey copy = new RedirectKey(Arrays.copyOf(name, length));
        copy.usage = usage;
        copy.application = application;
        copy.length = length;
        copy.hash = hash;
        return copy;
    }

    /** Turns to what {@code usage} compares of a request; false when the request has no such thing. */
    boolean show(RedirectUsage of, DiameterMessage request, RoutingAvps avps) {
        return switch (of) {
            case ALL_SESSION -> show(of, 0, request.bytes(), avps.sessionId(), false);
            case ALL_USER -> show(of, 0, request.bytes(), avps.userName(), false);
            case ALL_REALM -> show(of, 0, request.bytes(), avps.destinationRealm(), true);
            case REALM_AND_APPLICATION ->
                show(of, request.application(), request.bytes(), avps.destinationRealm(), true);
            case ALL_APPLICATION -> show(of, request.application(), new byte[0]);
            case DONT_CACHE, ALL_HOST -> false;
        };
    }

    /** Turns to the requests that would go to the peer with this identity, in lower case. */
    boolean showHost(byte[] identity) {
        return show(RedirectUsage.ALL_HOST, 0, identity);
    }

    private boolean show(RedirectUsage of, int ofApplication, byte[] value) {
        System.arraycopy(value, 0, name, 0, value.length);
        return shown(of, ofApplication, value.length);
    }

    private boolean show(RedirectUsage of, int ofApplication, ByteBuf bytes, int avp, boolean folded) {
        if (avp < 0) {
            return false;
        }
        int octets = RoutingAvps.dataLength(bytes, avp);
        if (octets > LONGEST) {
            return false;
        }
        bytes.getBytes(avp + 8, name, 0, octets);
        for (int i = 0; folded && i < octets; i++) {
            name[i] = Names.lower(name[i]);
        }
        return shown(of, ofApplication, octets);
    }

    private boolean shown(RedirectUsage of, int ofApplication, int octets) {
        usage = of;
        application = ofApplication;
        length = octets;
        int h = of.code() * 31 + ofApplication;
        for (int i = 0; i < octets; i++) {
            h = h * 31 + name[i];
        }
        hash = h;
        return true;
    }

    RedirectUsage usage() {
        return usage;
    }

    int application() {
        return application;
    }

    /** What is compared, as text for people. */
    String text() {
        return Names.text(Names.octets(Arrays.copyOf(name, length)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RedirectKey key
                && key.hash == hash
                && key.usage == usage
                && key.application == application
                && Arrays.equals(key.name, 0, key.length, name, 0, length);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
