package io.realmgate.routing;

import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.Phase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Facts of a request that a test makes up. */
public final class Facts implements MessageFacts, Ingress {

    private int application;
    private int command;
    private @Nullable Octets destinationRealm;
    private @Nullable Octets destinationHost;
    private @Nullable Octets originRealm;
    private @Nullable Octets originHost;
    private @Nullable String listener;
    private String identity = "peer.test";
    private final Set<String> groups = new HashSet<>();
    private boolean self;
    private Phase phase = Phase.REQUEST;
    private int resultVendor;
    private int resultCode;
    private Facts.@Nullable Asker asker;
    private boolean known;
    private int flags = 0xc0;
    private int length = 20;
    private String peerRealm = "peers.test";
    private final Set<String> groupsUp = new HashSet<>();
    private final List<Avp> avps = new ArrayList<>();

    /** An AVP of a test: data, or AVPs inside it. */
    public record Avp(int code, int vendor, String latin1, List<Avp> inside) {

        public static Avp number(int code, int vendor, int value) {
            return octets(code, vendor, value >>> 24, value >> 16 & 255, value >> 8 & 255, value & 255);
        }

        public static Avp text(int code, int vendor, String text) {
            return new Avp(
                    code,
                    vendor,
                    new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                    List.of());
        }

        public static Avp octets(int code, int vendor, int... octets) {
            StringBuilder data = new StringBuilder();
            for (int octet : octets) {
                data.append((char) octet);
            }
            return new Avp(code, vendor, data.toString(), List.of());
        }

        public static Avp group(int code, int vendor, Avp... inside) {
            return new Avp(code, vendor, "", List.of(inside));
        }

        byte[] data() {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }

        private boolean fits(AvpPath.Step step) {
            AvpPath.Guard guard = step.guard();
            return code == step.code()
                    && vendor == step.vendor()
                    && (guard == null
                            || inside.stream()
                                    .anyMatch(avp -> avp.code == guard.code()
                                            && avp.vendor == guard.vendor()
                                            && avp.latin1.length() == 4
                                            && ByteBuffer.wrap(avp.data()).getInt() == guard.value()));
        }
    }

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

    /** Makes it an answer that says this, to a request of a peer of these groups. */
    public Facts answers(int vendor, int code, String peer, String... inGroups) {
        phase = Phase.ANSWER;
        resultVendor = vendor;
        resultCode = code;
        flags &= 0x7f;
        asker = new Asker(peer, Set.of(inGroups));
        return this;
    }

    private record Asker(String identity, Set<String> members) implements Ingress {
        @Override
        public @Nullable String listener() {
            return null;
        }

        @Override
        public String realm() {
            return "askers.test";
        }

        @Override
        public boolean inGroup(String group) {
            return members.contains(group);
        }

        @Override
        public List<String> groups() {
            return List.copyOf(members);
        }
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public Ingress asker() {
        return asker == null ? this : asker;
    }

    @Override
    public int resultVendor() {
        return resultVendor;
    }

    @Override
    public int resultCode() {
        return resultCode;
    }

    public Facts by(@Nullable String nameOfListener) {
        listener = nameOfListener;
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

    public Facts with(Avp... more) {
        avps.addAll(List.of(more));
        return this;
    }

    public Facts flags(int bits) {
        flags = bits;
        return this;
    }

    public Facts length(int octets) {
        length = octets;
        return this;
    }

    public Facts peerOf(String realm) {
        peerRealm = realm;
        return this;
    }

    public Facts up(String... up) {
        groupsUp.addAll(Set.of(up));
        return this;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean anyAvp(AvpSlot avp, Predicate<Octets> test) {
        return values(avp.path()).anyMatch(test);
    }

    @Override
    public @Nullable Octets firstAvp(AvpSlot avp) {
        return values(avp.path()).findFirst().orElse(null);
    }

    /** What a path leads to, as plainly as it can be said. */
    public Stream<Octets> values(AvpPath path) {
        Stream<Avp> here = Stream.of(new Avp(0, 0, "", avps));
        for (AvpPath.Step step : path.steps()) {
            here = here.flatMap(avp -> avp.inside().stream()).filter(avp -> avp.fits(step));
        }
        return here.map(avp -> Names.octets(avp.data()));
    }

    @Override
    public boolean isGroupUp(String group) {
        return groupsUp.contains(group);
    }

    @Override
    public @Nullable String listener() {
        return listener;
    }

    @Override
    public String realm() {
        return peerRealm;
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
    public List<String> groups() {
        return List.copyOf(groups);
    }

    @Override
    public String toString() {
        return "application " + application + ", command " + command + ", to " + text(destinationHost) + " in "
                + text(destinationRealm) + ", of " + text(originHost) + " in " + text(originRealm) + ", from "
                + identity + " of " + groups
                + (phase == Phase.ANSWER ? ", answers " + resultVendor + ":" + resultCode + " to " + asker : "")
                + (self ? ", self" : "") + (known ? ", known" : "");
    }

    private static String text(@Nullable Octets name) {
        return name == null ? "nothing" : Names.text(name);
    }
}
