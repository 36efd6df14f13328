package io.realmgate.agent.discovery;

import io.realmgate.agent.config.RealmSettings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One search for the servers of a realm (RFC 6733 5.2): its NAPTR records as S-NAPTR (RFC 3958) wants them followed, or, when
 * it has none at all, the SRV records of {@code _diameter._tcp}; then addresses. Used once.
 */
final class RealmLookup {
    private static final Logger LOG = LoggerFactory.getLogger(RealmLookup.class);

    /** RFC 6733 11.4. */
    private static final int DIAMETER_PORT = 3868;

    private static final int MOST_STEPS = 4;
    private static final int MOST_WEIGHT = 65535;

    private final Dns dns;
    private final RealmSettings realm;
    private final Set<String> keep;
    private final List<Server> servers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private long ttl = Long.MAX_VALUE;
    private int rank;

    /**
     * @param keep addresses that are in use: each is used on while its server has it
     */
    RealmLookup(Dns dns, RealmSettings realm, Set<String> keep) {
        this.dns = dns;
        this.realm = realm;
        this.keep = keep;
    }

    /**
     * What was found.
     *
     * @param servers the one to prefer first
     * @param ttl seconds that it may be used for; of an empty list it says nothing
     */
    record Found(List<Server> servers, long ttl) {
        Found {
            servers = List.copyOf(servers);
        }
    }

    /** Searches; fails when a name server could not be asked. */
    CompletionStage<Found> find() {
        return dns.naptr(realm.realm())
                .thenCompose(found -> {
                    if (found.records().isEmpty()) {
                        return srv("_diameter._tcp." + realm.realm());
                    }
                    return follow(found, 1);
                })
                .thenApply(done -> new Found(servers, ttl));
    }

    private CompletionStage<Boolean> follow(Dns.Answer<Naptr> found, int step) {
        List<Naptr> inOrder = found.records().stream()
                .filter(one -> one.isStraightforward() && one.isDiameterOverTcp())
                .sorted(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference))
                .toList();
        if (!inOrder.isEmpty()) {
            ttl = Math.min(ttl, found.ttl());
        }
        return inTurn(inOrder, (one, i) -> switch (one.flags()) {
            case "s" -> srv(one.replacement());
            case "a" -> oneRank(one.replacement());
            case "" ->
                step == MOST_STEPS
                        ? nothing()
                        : dns.naptr(one.replacement()).thenCompose(next -> follow(next, step + 1));
            default -> nothing();
        });
    }

    private CompletionStage<Boolean> oneRank(String name) {
        return host(new Srv(0, 0, DIAMETER_PORT, name)).thenApply(done -> {
            rank++;
            return done;
        });
    }

    private CompletionStage<Boolean> srv(String name) {
        return dns.srv(name)
                .thenCompose(found -> {
                    List<Srv> inOrder = found.records().stream()
                            .filter(one -> !one.target().isEmpty() && one.port() > 0)
                            .sorted(Comparator.comparingInt(Srv::priority))
                            .toList();
                    if (!inOrder.isEmpty()) {
                        ttl = Math.min(ttl, found.ttl());
                    }
                    return inTurn(inOrder, (one, i) -> {
                        if (i > 0 && one.priority() != inOrder.get(i - 1).priority()) {
                            rank++;
                        }
                        return host(one);
                    });
                })
                .thenApply(done -> {
                    rank++;
                    return done;
                });
    }

    private CompletionStage<Boolean> host(Srv at) {
        String name = at.target();
        if (servers.size() >= realm.most() || names.contains(name)) {
            return nothing();
        }
        if (!realm.admits(name)) {
            // RFC 6733 5.2: that DNS names a server does not make it one.
            LOG.warn(
                    "realm {}: DNS names {}, which peers.conf does not admit; add it to \"servers\"",
                    realm.realm(),
                    name);
            return nothing();
        }
        names.add(name);
        return dns.addresses(name).thenApply(found -> {
            if (!found.records().isEmpty() && servers.size() < realm.most()) {
                ttl = Math.min(ttl, found.ttl());
                int weight = Math.min(MOST_WEIGHT, Math.max(1, at.weight()));
                servers.add(new Server(name, choose(found.records()), at.port(), rank, weight));
            }
            return true;
        });
    }

    private String choose(List<InetAddress> addresses) {
        return addresses.stream()
                .map(InetAddress::getHostAddress)
                .filter(keep::contains)
                .findFirst()
                .orElseGet(() -> addresses.get(0).getHostAddress());
    }

    private static CompletionStage<Boolean> nothing() {
        return CompletableFuture.completedFuture(true);
    }

    /** One after the other, since an earlier one may bring all that is wanted. */
    private static <T> CompletionStage<Boolean> inTurn(
            List<T> all, BiFunction<T, Integer, CompletionStage<Boolean>> each) {
        CompletionStage<Boolean> chain = nothing();
        for (int i = 0; i < all.size(); i++) {
            int index = i;
            chain = chain.thenCompose(done -> each.apply(all.get(index), index));
        }
        return chain;
    }
}
