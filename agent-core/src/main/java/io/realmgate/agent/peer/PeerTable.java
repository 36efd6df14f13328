package io.realmgate.agent.peer;

import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.config.AcceptSettings;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.LocalIdentities;
import io.realmgate.agent.config.Network;
import io.realmgate.agent.config.PeerPolicy;
import io.realmgate.agent.config.PeerProfile;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.TlsNeed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All peers that we know (RFC 6733 2.6): the configured ones, and those that a pattern admitted. Decides who may be a
 * peer. Asked when connections open and when files are reloaded, never for a message; its methods may be called from any
 * thread.
 */
public final class PeerTable {
    /** Hears of changes. */
    public interface Listener {
        /**
         * Called after the set of peers has changed, on the thread that changed it.
         *
         * @param forgotten identities that are known no more
         */
        void onPeersChanged(List<String> forgotten);
    }

    /** What rules change. */
    public interface Proxying {
        /** The applications whose messages are changed that come from a peer or go to it. */
        Set<Integer> applications(String identity, Set<String> groups);
    }

    private final LocalNode local;
    private final AgentSettings agent;
    private final Listener listener;
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final Map<String, PeerSettings> settings = new HashMap<>();
    private final Map<InetAddress, Integer> connections = new HashMap<>();
    /** Peers that the last change of the files took away, whose connections may still be ending. */
    private final Set<Peer> leaving = new LinkedHashSet<>();

    private int edition;
    private List<AcceptSettings> patterns = List.of();
    private Map<String, Set<String>> groups = Map.of();
    private Proxying proxying = (identity, groupsOf) -> Set.of();
    private LocalIdentities localIdentities;

    /** @param local who we are, where {@code peers.conf} says nothing else */
    public PeerTable(LocalNode local, AgentSettings agent, Listener listener) {
        this.local = local;
        this.agent = agent;
        this.listener = listener;
        this.localIdentities = LocalIdentities.of(local.identity(), List.of(), List.of());
    }

    /** What rules change from the next {@link #configure} on. */
    public synchronized void proxies(Proxying next) {
        proxying = next;
    }

    /**
     * Takes over what the files say now. A peer whose settings are equal keeps its cell and its connection.
     *
     * @param groupsByPeer names of the groups that list a peer, by its identity
     * @return the peers that are gone or changed, whose connections are for the caller to close
     */
    public List<Peer> configure(
            List<PeerSettings> configured, List<AcceptSettings> accepts, Map<String, Set<String>> groupsByPeer) {
        List<Peer> retired;
        List<String> forgotten;
        synchronized (this) {
            Map<String, Peer> before = new LinkedHashMap<>(peers);
            Map<String, PeerSettings> settingsBefore = new HashMap<>(settings);
            leaving.removeIf(peer -> peer.connection() == null);
            edition++;
            peers.clear();
            settings.clear();
            patterns = List.copyOf(accepts);
            groups = Map.copyOf(groupsByPeer);
            localIdentities = LocalIdentities.of(local.identity(), configured, accepts);
            for (PeerSettings one : configured) {
                Peer kept = keeps(one, settingsBefore.get(one.identity())) ? before.remove(one.identity()) : null;
                Peer peer = kept != null ? kept : new Peer(one.identity(), one.realm(), false, termsOf(one.profile()));
                Peer changed = before.get(one.identity());
                if (changed != null) {
                    peer.inherit(changed);
                }
                settle(peer, groupsOf(one.identity(), null), one.policy(), one.maxPending());
                peers.put(one.identity(), peer);
                settings.put(one.identity(), one);
            }
            keepPatternPeers(before);
            retired = List.copyOf(before.values());
            retired.forEach(this::retire);
            forgotten = before.keySet().stream()
                    .filter(identity -> !peers.containsKey(identity))
                    .toList();
        }
        listener.onPeersChanged(forgotten);
        return retired;
    }

    /** What the files say of a peer that is known. An open connection stays as it was agreed on. */
    private void settle(Peer peer, Set<String> groupsOf, PeerPolicy policy, int maxPending) {
        peer.stand(edition, groupsOf, policy);
        peer.setMaxPending(maxPending);
        peer.setProxied(proxying.applications(peer.identity(), groupsOf));
    }

    private void retire(Peer peer) {
        peer.machine().retire();
        Peer successor = peers.get(peer.identity());
        if (successor != null) {
            // What it asks until its connection ends is decided by what the files say now.
            Standing now = successor.standing();
            peer.stand(edition, Set.copyOf(now.groups()), now.policy());
        }
        leaving.add(peer);
    }

    private static boolean keeps(PeerSettings now, @Nullable PeerSettings before) {
        return before != null && now.keepsConnectionOf(before);
    }

    private void keepPatternPeers(Map<String, Peer> before) {
        before.values().removeIf(peer -> {
            AcceptSettings pattern = patternFor(peer.identity());
            boolean keep = peer.isFromPattern()
                    && !peers.containsKey(peer.identity())
                    && pattern != null
                    && pattern.realm().equals(peer.realm())
                    && pattern.profile().equals(peer.terms().profile());
            if (keep && pattern != null) {
                settle(peer, groupsOf(peer.identity(), pattern), pattern.policy(), pattern.maxPending());
                peers.put(peer.identity(), peer);
            }
            return keep;
        });
    }

    /** Every peer that is known, configured ones first. */
    public synchronized List<Peer> all() {
        return List.copyOf(peers.values());
    }

    /** How many peers are known. */
    public synchronized int size() {
        return peers.size();
    }

    /**
     * The peers that are known by the files as they were read for the {@code number}th time, and by what DNS said then.
     *
     * @param peers configured ones first, and those that patterns have admitted so far
     */
    public record Edition(int number, List<Peer> peers) {
        public Edition {
            peers = List.copyOf(peers);
        }
    }

    /** Every peer that is known, and by which edition. */
    public synchronized Edition edition() {
        return new Edition(edition, all());
    }

    /** Peers that are gone or changed, as far as their connections are still ending; perhaps some more. */
    public synchronized List<Peer> leaving() {
        return List.copyOf(leaving);
    }

    /** The configured peers that we connect to ourselves. */
    public synchronized Map<Peer, PeerSettings> toConnect() {
        Map<Peer, PeerSettings> result = new LinkedHashMap<>();
        settings.forEach((identity, one) -> {
            Peer peer = peers.get(identity);
            if (!one.connect().isEmpty() && peer != null) {
                result.put(peer, one);
            }
        });
        return result;
    }

    public synchronized @Nullable Peer get(String identity) {
        return peers.get(identity.toLowerCase(Locale.ROOT));
    }

    /** Whether a peer of this name may come by TLS only; null when it may come as it likes or is not known. */
    synchronized @Nullable TlsNeed tlsNeed(String originHost) {
        String identity = originHost.toLowerCase(Locale.ROOT);
        PeerSettings configured = settings.get(identity);
        if (configured != null) {
            return configured.profile().tls();
        }
        AcceptSettings pattern = patternFor(identity);
        return pattern == null ? null : pattern.profile().tls();
    }

    /** Decides on the sender of a CER (RFC 6733 5.3); a peer that a pattern admits is known from then on. */
    Admission admit(String originHost, String originRealm, Collection<InetSocketAddress> remote) {
        String identity = originHost.toLowerCase(Locale.ROOT);
        Peer admitted;
        List<String> forgotten;
        synchronized (this) {
            if (localIdentities.contains(identity)) {
                return refused("it uses our own identity; give it one of its own");
            }
            PeerSettings configured = settings.get(identity);
            Peer known = peers.get(identity);
            if (known != null && known.adminState() == AdminState.DISABLED) {
                return new Admission.Refused(
                        ResultCodes.UNABLE_TO_COMPLY, "it is disabled; its admin-state must be ready");
            }
            if (configured != null && known != null) {
                return contains(configured.from(), remote)
                        ? new Admission.Admitted(known)
                        : refused(notFrom(configured.from()));
            }
            AcceptSettings pattern = patternFor(identity);
            if (pattern == null) {
                return refused("add it to peers.conf: { identity = \"" + identity + "\", realm = \""
                        + originRealm.toLowerCase(Locale.ROOT) + "\" }, or correct its Origin-Host");
            }
            if (!contains(pattern.from(), remote)) {
                return refused(notFrom(pattern.from()));
            }
            if (known != null) {
                return new Admission.Admitted(known);
            }
            Peer idle = null;
            if (peers.size() - settings.size() >= agent.limits().patternPeers()) {
                idle = idlePatternPeer();
                if (idle == null) {
                    return new Admission.Refused(
                            ResultCodes.UNABLE_TO_COMPLY,
                            "agent.limits.pattern-peers = " + agent.limits().patternPeers() + " are connected already");
                }
                peers.remove(idle.identity());
            }
            forgotten = idle == null ? List.of() : List.of(idle.identity());
            admitted = new Peer(identity, pattern.realm(), true, termsOf(pattern.profile()));
            settle(admitted, groupsOf(identity, pattern), pattern.policy(), pattern.maxPending());
            peers.put(identity, admitted);
        }
        listener.onPeersChanged(forgotten);
        return new Admission.Admitted(admitted);
    }

    /** Whether a peer of this name may connect, for all that its name says. */
    public synchronized boolean mayConnect(String identity) {
        return settings.containsKey(identity) || patternFor(identity) != null;
    }

    /** Counts a new connection of {@code address}; false when that address has as many as it may. */
    synchronized boolean connectionOpened(InetAddress address) {
        return connections.merge(address, 1, Integer::sum) <= agent.limits().connectionsPerAddress();
    }

    synchronized void connectionClosed(InetAddress address) {
        connections.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    }

    private @Nullable Peer idlePatternPeer() {
        return peers.values().stream()
                .filter(p -> p.isFromPattern()
                        && p.adminState() == AdminState.READY
                        && p.machine().retireIfClosed())
                .findFirst()
                .orElse(null);
    }

    private @Nullable AcceptSettings patternFor(String identity) {
        for (AcceptSettings pattern : patterns) {
            if (pattern.admits(identity)) {
                return pattern;
            }
        }
        return null;
    }

    private PeerTerms termsOf(PeerProfile profile) {
        return PeerTerms.of(profile, local, agent.timers());
    }

    private Set<String> groupsOf(String identity, @Nullable AcceptSettings pattern) {
        Set<String> result = new TreeSet<>(groups.getOrDefault(identity, Set.of()));
        if (pattern != null && pattern.group() != null) {
            result.add(pattern.group());
        }
        return Set.copyOf(result);
    }

    /** Every address of an SCTP peer counts: the kernel may send to any of them. */
    private static boolean contains(Collection<Network> networks, Collection<InetSocketAddress> remote) {
        return networks.isEmpty()
                || !remote.isEmpty()
                        && remote.stream().allMatch(address -> networks.stream().anyMatch(n -> n.contains(address)));
    }

    private static String notFrom(List<Network> networks) {
        return "its address is outside of from = " + networks + " in peers.conf";
    }

    private static Admission refused(String remedy) {
        return new Admission.Refused(ResultCodes.UNKNOWN_PEER, remedy);
    }
}
