package io.realmgate.agent.forward.redirect;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.routing.model.RedirectUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One loop's way into the {@link RedirectCache}: asks for a request and remembers what an answer said of one. Confined to
 * its loop; asking allocates nothing.
 */
public final class RedirectLookup {
    private final RedirectCache cache;
    private final RedirectKey key = new RedirectKey();

    public RedirectLookup(RedirectCache cache) {
        this.cache = cache;
    }

    public RedirectCache cache() {
        return cache;
    }

    /** What is cached of this usage for the request, or null. */
    public @Nullable Redirect find(RedirectUsage usage, DiameterMessage request, RoutingAvps avps) {
        return cache.has(usage) && key.show(usage, request, avps) ? cache.get(key) : null;
    }

    /** What is cached for everything that would go to the peer with this identity (ALL_HOST), or null. */
    public @Nullable Redirect findHost(byte[] identity) {
        return cache.has(RedirectUsage.ALL_HOST) && key.showHost(identity) ? cache.get(key) : null;
    }

    /**
     * Remembers where {@code request} was redirected to, if the indication allows it (RFC 6733 6.13).
     *
     * @param source identity of the peer that the answer came from, in lower case
     * @param hosts those of the indication that are known
     * @param realm the realm that was followed to instead (RFC 7075 3.2.2), or null
     */
    public void learn(
            RedirectIndication said,
            DiameterMessage request,
            RoutingAvps avps,
            String source,
            List<String> hosts,
            @Nullable String realm) {
        RedirectUsage usage = said.usage();
        boolean known = usage == RedirectUsage.ALL_HOST
                // What a host behind the peer says of itself is not for all that goes to the peer.
                ? said.originHost().equals(source) && key.showHost(source.getBytes(StandardCharsets.US_ASCII))
                : key.show(usage, request, avps);
        if (known) {
            RedirectKey kept = key.copy();
            cache.put(
                    realm == null
                            ? Redirect.toHosts(kept, source, hosts, said.seconds())
                            : Redirect.toRealm(kept, source, realm, said.seconds()));
        }
    }
}
