package io.realmgate.routing;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Facts of a request that a test makes up. */
public final class Facts implements MessageFacts, Ingress {

    private int application;
    private int command;
    private @Nullable Octets destinationRealm;
    private @Nullable Octets destinationHost;
    private @Nullable Octets originRealm;
    private @Nullable Octets originHost;
    private String identity = "peer.test";
    private final Set<String> groups = new HashSet<>();
    private boolean self;
    private boolean known;

    public static Facts of(int application, int command) {
        Facts facts = new Facts();
        facts.application = application;
        facts.command = command;
        return facts;
    }

    /** An Update-Location-Request of S6a. */
    public static Facts ulr() {
        return of(16777251, 316);
    }

    public Facts toRealm(@Nullable String realm) {
        destinationRealm = realm == null ? null : Names.octets(realm);
        return this;
    }

    public Facts toHost(@Nullable String host) {
        destinationHost = host == null ? null : Names.octets(host);
        return this;
    }

    public Facts ofRealm(@Nullable String realm) {
        originRealm = realm == null ? null : Names.octets(realm);
        return this;
    }

    public Facts ofHost(@Nullable String host) {
        originHost = host == null ? null : Names.octets(host);
        return this;
    }

    public Facts from(String peer, String... inGroups) {
        identity = peer.toLowerCase(Locale.ROOT);
        groups.addAll(Set.of(inGroups));
        return this;
    }

    public Facts hostIsSelf() {
        self = true;
        return this;
    }

    public Facts hostIsKnown() {
        known = true;
        return this;
    }

    @Override
    public int application() {
        return application;
    }

    @Override
    public int command() {
        return command;
    }

    @Override
    public @Nullable Octets destinationRealm() {
        return destinationRealm;
    }

    @Override
    public @Nullable Octets destinationHost() {
        return destinationHost;
    }

    @Override
    public @Nullable Octets originRealm() {
        return originRealm;
    }

    @Override
    public @Nullable Octets originHost() {
        return originHost;
    }

    @Override
    public Ingress ingress() {
        return this;
    }

    @Override
    public boolean isLocal() {
        return self;
    }

    @Override
    public boolean destinationHostIsKnown() {
        return known;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public boolean inGroup(String group) {
        return groups.contains(group);
    }

    @Override
    public String toString() {
        return "application " + application + ", command " + command + ", to " + text(destinationHost) + " in "
                + text(destinationRealm) + ", of " + text(originHost) + " in " + text(originRealm) + ", from "
                + identity + " of " + groups + (self ? ", self" : "") + (known ? ", known" : "");
    }

    private static String text(@Nullable Octets name) {
        return name == null ? "nothing" : Names.text(name);
    }
}
