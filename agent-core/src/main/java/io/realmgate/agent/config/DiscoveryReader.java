package io.realmgate.agent.config;

import com.typesafe.config.Config;
import io.realmgate.agent.config.AgentSettings.Discovery;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code agent.discovery}. */
final class DiscoveryReader {
    private static final int DNS_PORT = 53;

    private final SettingsReader reader;
    private final Config config;

    DiscoveryReader(SettingsReader reader, Config config) {
        this.reader = reader;
        this.config = config;
    }

    Discovery read(Duration timeout, Duration minTtl, Duration maxTtl, Duration negativeTtl) {
        if (minTtl.compareTo(maxTtl) > 0) {
            reader.error(
                    config.getValue("discovery.min-ttl").origin(),
                    "agent.discovery.min-ttl is longer than agent.discovery.max-ttl",
                    null);
        }
        String path = "discovery.name-servers";
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String text : reader.read(config, path, List.<String>of(), () -> config.getStringList(path))) {
            InetSocketAddress server = address(text);
            if (server == null) {
                reader.error(
                        config.getValue(path).origin(),
                        "agent." + path + ": \"" + text + "\" is no address",
                        "an address such as 10.0.0.53 or \"[2001:db8::53]:5353\", not a name");
            } else {
                servers.add(server);
            }
        }
        return new Discovery(servers, timeout, minTtl, maxTtl, negativeTtl);
    }

    /** Addresses only: who would tell us the address of a name server that has a name? */
    private static @Nullable InetSocketAddress address(String text) {
        boolean bare = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
        try {
            URI uri = URI.create("dns://" + (bare ? "[" + text + "]" : text));
            String host = uri.getHost();
            int port = uri.getPort() < 0 ? DNS_PORT : uri.getPort();
            boolean isAddress = host != null && host.matches("[0-9.]+|\\[[0-9a-fA-F:.]+]");
            return isAddress && port > 0 && port <= 65535 ? new InetSocketAddress(host, port) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
