package io.realmgate.agent.config;

import io.realmgate.routing.model.NamePattern;
import java.util.List;

/**
 * A realm whose servers are found through DNS (RFC 6733 5.2).
 *
 * @param realm in lower case
 * @param servers names that a server may have: DNS says where servers are, this says who may be one
 * @param most servers that are connected to at once
 */
public record RealmSettings(String realm, List<NamePattern> servers, int most) {
    public RealmSettings {
        servers = List.copyOf(servers);
    }

    /** Whether a server of this realm may have this name, in lower case. */
    public boolean admits(String identity) {
        return servers.stream().anyMatch(pattern -> pattern.matches(identity));
    }
}
