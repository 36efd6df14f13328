package io.realmgate.agent.forward.redirect;

import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.RedirectUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A redirect that is remembered: for which requests, who said so, and where they go. Immutable; safe for all threads. */
public final class Redirect {
    private final RedirectKey key;
    private final String source;
    private final Octets sourceName;
    private final List<String> hosts;
    private final List<Octets> hostNames;
    private final byte @Nullable [] realm;
    private final long seconds;

    private Redirect(RedirectKey key, String source, List<String> hosts, byte @Nullable [] realm, long seconds) {
        this.key = key;
        this.source = source;
        this.sourceName = Names.octets(source);
        this.hosts = List.copyOf(hosts);
        this.hostNames = hosts.stream().map(Names::octets).toList();
        this.realm = realm;
        this.seconds = seconds;
    }

    static Redirect toHosts(RedirectKey key, String source, List<String> hosts, long seconds) {
        return new Redirect(key, source, hosts, null, seconds);
    }

    static Redirect toRealm(RedirectKey key, String source, String realm, long seconds) {
        return new Redirect(key, source, List.of(), realm.getBytes(StandardCharsets.US_ASCII), seconds);
    }

    RedirectKey key() {
        return key;
    }

    public RedirectUsage usage() {
        return key.usage();
    }

    /** Application that it is for; 0 when it is for any. */
    public int application() {
        return key.application();
    }

    /** What it is for: a realm, an identity; empty for an application. Session-Ids and user names are nobody's business. */
    public String subject() {
        return switch (key.usage()) {
            case ALL_SESSION, ALL_USER -> "";
            default -> key.text();
        };
    }

    /** Identity of the peer that redirected, in lower case. */
    public String source() {
        return source;
    }

    /** The same as octets. */
    public Octets sourceName() {
        return sourceName;
    }

    /** Identities of the hosts, in lower case, the one to prefer first; empty when it is to a realm. */
    public List<String> hosts() {
        return hosts;
    }

    /** The same as octets. */
    public List<Octets> hostNames() {
        return hostNames;
    }

    /** The realm that it is to, not to be changed; null when it is to hosts. */
    public byte @Nullable [] realm() {
        return realm;
    }

    /** How long it may be used from when it was learned. */
    long seconds() {
        return seconds;
    }
}
