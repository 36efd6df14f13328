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
    private static final Set<String> PEER_KEYS = Set.of("identity", "realm", "connect", "from", "tls");
    private static final Set<String> ACCEPT_KEYS = Set.of("identity", "realm", "from", "group", "tls");

    private static final Set<TransportKind> SUPPORTED = Set.of(TransportKind.TCP, TransportKind.TLS);

    private PeerSettingsReader() {}

    /**
     * The peers, in file order; what is wrong goes to {@code diagnostics}.
     *
     * @param tls names of {@code agent.tls}, null when they are not known
     */
    public static List<PeerSettings> peers(
            PeerDirectory directory, @Nullable Set<String> tls, List<Diagnostic> diagnostics) {
        List<PeerSettings> peers = new ArrayList<>();
        for (PeerDefinition peer : directory.peers()) {
            SettingsReader reader = new SettingsReader(peer.place().file(), diagnostics);
            reader.unknownKeys(peer.settings(), PEER_KEYS, "");
            TlsNeed need = TlsNames.need(reader, peer.settings(), tls);
            peers.add(new PeerSettings(
                    peer.identity(),
                    peer.realm(),
                    connect(reader, peer.settings(), need),
                    networks(reader, peer.settings()),
                    need));
        }
        return peers;
    }

    /**
     * The patterns, in file order; what is wrong goes to {@code diagnostics}.
     *
     * @param tls names of {@code agent.tls}, null when they are not known
     */
    public static List<AcceptSettings> accepts(
            PeerDirectory directory, @Nullable Set<String> tls, List<Diagnostic> diagnostics) {
        List<AcceptSettings> accepts = new ArrayList<>();
        for (AcceptPattern pattern : directory.accept()) {
            SettingsReader reader = new SettingsReader(pattern.place().file(), diagnostics);
            reader.unknownKeys(pattern.settings(), ACCEPT_KEYS, "");
            accepts.add(new AcceptSettings(
                    pattern.identity(),
                    pattern.realm(),
                    networks(reader, pattern.settings()),
                    pattern.group(),
                    TlsNames.need(reader, pattern.settings(), tls)));
        }
        return accepts;
    }

    private static @Nullable Endpoint connect(SettingsReader reader, ConfigObject settings, @Nullable TlsNeed need) {
        Config config = settings.toConfig();
        if (!config.hasPath("connect")) {
            return null;
        }
        String text = reader.read(config, "connect", "", () -> config.getString("connect"));
        try {
            URI uri = URI.create(text);
            TransportKind transport =
                    TransportKind.of(String.valueOf(uri.getScheme())).orElse(null);
            if (transport != null && SUPPORTED.contains(transport) && uri.getHost() != null && uri.getPort() != 0) {
                String host = uri.getHost();
                String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
                int port = uri.getPort() < 0 ? transport.defaultPort() : uri.getPort();
                checkTls(reader, settings, transport, need);
                return new Endpoint(transport, bare, port, need == null ? null : need.profile());
            }
        } catch (IllegalArgumentException e) {
            // Reported below, with the form that is expected.
        }
        reader.error(
                originOf(settings, "connect"),
                "connect \"" + text + "\" cannot be used",
                "write \"tcp://host:port\" or \"tls://host:port\"; other transports are not supported");
        return null;
    }

    /** What we connect by TLS needs our files; what must come by TLS is not connected to without. */
    private static void checkTls(
            SettingsReader reader, ConfigObject settings, TransportKind transport, @Nullable TlsNeed need) {
        if (transport == TransportKind.TLS && (need == null || need.profile() == null)) {
            reader.error(
                    originOf(settings, "connect"),
                    "connect by tls needs the entry of agent.tls to use",
                    "tls = NAME beside it");
        } else if (transport != TransportKind.TLS && need != null) {
            reader.error(
                    originOf(settings, "connect"),
                    "connect by " + transport.word() + " contradicts tls = " + need.word(),
                    "write \"tls://host:port\", or leave \"tls\" out");
        }
    }

    private static @Nullable ConfigOrigin originOf(ConfigObject settings, String key) {
        ConfigValue value = settings.get(key);
        return value == null ? null : value.origin();
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
