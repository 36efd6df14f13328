package io.realmgate.agent.decode;

import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.config.LocalIdentities;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which end of a captured connection is the agent that is asked.
 *
 * @param identities by which peers know it
 * @param listen where peers connect to it
 */
public record OwnSide(LocalIdentities identities, List<ListenAddress> listen) {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");

    public OwnSide {
        listen = List.copyOf(listen);
    }

    /** The names of listeners that have one. */
    public Set<String> listeners() {
        return listen.stream()
                .map(ListenAddress::name)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it is one of our identities, in any case. */
    public boolean isSelf(String identity) {
        return identities.contains(identity);
    }

    /**
     * The name of the listener whose address that is; null if there is none, it has no name, or it is one of several.
     *
     * @param endpoint address and port
     */
    public @Nullable String listenerAt(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        String address = endpoint.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(endpoint.substring(colon + 1));
        List<ListenAddress> there = listen.stream()
                .filter(one -> one.port() == port)
                .filter(one ->
                        one.hosts().contains(address) || one.hosts().stream().anyMatch(EVERYWHERE::contains))
                .toList();
        return there.size() == 1 ? there.get(0).name() : null;
    }
}
