package io.realmgate.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.PeerDefinition;
import io.realmgate.routing.model.PeerDirectory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how to connect from the entries of {@code peers.conf} whose names and realms are known already. */
public final class PeerSettingsReader {
    private static final Set<String> PEER_KEYS = Set.of("identity", "realm", "connect", "from", "max-pending");
    private static final Set<String> ACCEPT_KEYS = Set.of("identity", "realm", "from", "group", "max-pending");

    private static final int MOST_PENDING = 1 << 24;

    private PeerSettingsReader() {}

    /** The peers, in file order; what is wrong goes to {@code diagnostics}. */
    public static List<PeerSettings> peers(PeerDirectory directory, List<Diagnostic> diagnostics) {
        List<PeerSettings> peers = new ArrayList<>();
        for (PeerDefinition peer : directory.peers()) {
            SettingsReader reader = new SettingsReader(peer.place().file(), diagnostics);
            reader.unknownKeys(peer.settings(), PEER_KEYS, "");
            peers.add(new PeerSettings(
                    peer.identity(),
                    peer.realm(),
                    connect(reader, peer.settings()),
                    networks(reader, peer.settings()),
                    maxPending(reader, peer.settings())));
        }
        return peers;
    }

    /** The patterns, in file order; what is wrong goes to {@code diagnostics}. */
    public static List<AcceptSettings> accepts(PeerDirectory directory, List<Diagnostic> diagnostics) {
        List<AcceptSettings> accepts = new ArrayList<>();
        for (AcceptPattern pattern : directory.accept()) {
            SettingsReader reader = new SettingsReader(pattern.place().file(), diagnostics);
            reader.unknownKeys(pattern.settings(), ACCEPT_KEYS, "");
            accepts.add(new AcceptSettings(
                    pattern.identity(),
                    pattern.realm(),
                    networks(reader, pattern.settings()),
                    pattern.group(),
                    maxPending(reader, pattern.settings())));
        }
        return accepts;
    }

    private static @Nullable Endpoint connect(SettingsReader reader, ConfigObject settings) {
        Config config = settings.toConfig();
        if (!config.hasPath("connect")) {
            return null;
        }
        String text = reader.read(config, "connect", "", () -> config.getString("connect"));
        try {
            URI uri = URI.create(text);
            if ("tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() != 0) {
                String host = uri.getHost();
                String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
                return new Endpoint(bare, uri.getPort() < 0 ? 3868 : uri.getPort());
            }
        } catch (IllegalArgumentException e) {
            // Reported below, with the form that is expected.
        }
        reader.error(
                originOf(settings, "connect"),
                "connect \"" + text + "\" cannot be used",
                "write \"tcp://host:port\"; other transports are not supported");
        return null;
    }

    private static @Nullable ConfigOrigin originOf(ConfigObject settings, String key) {
        ConfigValue value = settings.get(key);
        return value == null ? null : value.origin();
    }

    private static int maxPending(SettingsReader reader, ConfigObject settings) {
        Config config = settings.toConfig();
        if (!config.hasPath("max-pending")) {
            return 0;
        }
        int most = reader.read(config, "max-pending", 1, () -> config.getInt("max-pending"));
        if (most < 1 || most > MOST_PENDING) {
            reader.error(
                    originOf(settings, "max-pending"),
                    "\"max-pending\" must be from 1 to " + MOST_PENDING + ", not " + most,
                    null);
        }
        return most;
    }

    private static List<Network> networks(SettingsReader reader, ConfigObject settings) {
        Config config = settings.toConfig();
        if (!config.hasPath("from")) {
            return List.of();
        }
        List<Network> networks = new ArrayList<>();
        for (String text : reader.read(config, "from", List.<String>of(), () -> config.getStringList("from"))) {
            Network.parse(text)
                    .ifPresentOrElse(
                            networks::add,
                            () -> reader.error(
                                    originOf(settings, "from"),
                                    "from: \"" + text + "\" is no network",
                                    "for example \"10.2.0.0/16\""));
        }
        return networks;
    }
}
