package io.realmgate.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.netty.util.NetUtil;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.PeerDefinition;
import io.realmgate.routing.model.PeerDirectory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads how to connect from the entries of {@code peers.conf} whose names and realms are known already. */
public final class PeerSettingsReader {
    private static final Set<String> PEER_KEYS =
            with("identity", "realm", "connect", "local-address", "from", "max-pending");
    private static final Set<String> ACCEPT_KEYS = with("identity", "realm", "from", "group", "max-pending");

    private static final int MOST_PENDING = 1 << 24;

    private PeerSettingsReader() {}

    private static Set<String> with(String... keys) {
        Set<String> all = new TreeSet<>(PeerProfileReader.KEYS);
        all.addAll(PeerPolicyReader.KEYS);
        all.addAll(List.of(keys));
        return all;
    }

    /**
     * The peers, in file order; what is wrong goes to {@code diagnostics}.
     *
     * @param machine where they are to come into force
     * @param dictionary names of applications and results
     * @param tls names of {@code agent.tls}, null when they are not known
     */
    public static List<PeerSettings> peers(
            PeerDirectory directory,
            Machine machine,
            Dictionary dictionary,
            @Nullable Set<String> tls,
            List<Diagnostic> diagnostics) {
        List<PeerSettings> peers = new ArrayList<>();
        for (PeerDefinition peer : directory.peers()) {
            SettingsReader reader = new SettingsReader(peer.place().file(), diagnostics);
            reader.unknownKeys(peer.settings(), PEER_KEYS, "");
            List<Endpoint> connect = connect(reader, machine, peer.settings());
            peers.add(new PeerSettings(
                    peer.identity(),
                    peer.realm(),
                    connect,
                    localAddresses(reader, peer.settings(), connect),
                    networks(reader, peer.settings()),
                    maxPending(reader, peer.settings()),
                    profile(reader, peer.settings(), directory, dictionary, tls),
                    PeerPolicyReader.read(reader, peer.rights(), peer.settings())));
        }
        return peers;
    }

    /**
     * The patterns, in file order; what is wrong goes to {@code diagnostics}.
     *
     * @param dictionary names of applications and results
     * @param tls names of {@code agent.tls}, null when they are not known
     */
    public static List<AcceptSettings> accepts(
            PeerDirectory directory, Dictionary dictionary, @Nullable Set<String> tls, List<Diagnostic> diagnostics) {
        List<AcceptSettings> accepts = new ArrayList<>();
        for (AcceptPattern pattern : directory.accept()) {
            SettingsReader reader = new SettingsReader(pattern.place().file(), diagnostics);
            reader.unknownKeys(pattern.settings(), ACCEPT_KEYS, "");
            accepts.add(new AcceptSettings(
                    pattern.identity(),
                    pattern.realm(),
                    networks(reader, pattern.settings()),
                    pattern.group(),
                    maxPending(reader, pattern.settings()),
                    profile(reader, pattern.settings(), directory, dictionary, tls),
                    PeerPolicyReader.read(reader, pattern.rights(), pattern.settings())));
        }
        return accepts;
    }

    private static PeerProfile profile(
            SettingsReader reader,
            ConfigObject settings,
            PeerDirectory directory,
            Dictionary dictionary,
            @Nullable Set<String> tls) {
        PeerProfile profile = new PeerProfileReader(reader, settings, dictionary, tls).read();
        PeerProfile.LocalName local = profile.local();
        if (local != null
                && directory.peers().stream().anyMatch(p -> p.identity().equalsIgnoreCase(local.identity()))) {
            reader.error(
                    originOf(settings, "local-identity"),
                    "local-identity \"" + local.identity() + "\" is that of a peer",
                    "nobody else may have an identity of ours");
        }
        return profile;
    }

    private static List<Endpoint> connect(SettingsReader reader, Machine machine, ConfigObject settings) {
        ConfigValue value = settings.get("connect");
        if (value == null) {
            return List.of();
        }
        List<? extends ConfigValue> written = value instanceof ConfigList list ? list : List.of(value);
        if (written.isEmpty()) {
            reader.error(value.origin(), "\"connect\" is an empty list", "leave it out when only the peer connects");
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (ConfigValue one : written) {
            Endpoint endpoint = endpoint(reader, one);
            if (endpoint != null) {
                checkTls(reader, settings, endpoint.transport(), one);
            }
            if (endpoint != null && endpoints.contains(endpoint)) {
                reader.error(one.origin(), "connect \"" + endpoint + "\" is there twice", null);
            } else if (endpoint != null) {
                endpoints.add(endpoint);
            }
        }
        if (endpoints.stream().anyMatch(to -> to.transport() == TransportKind.SCTP)) {
            new SctpSettingsReader(reader, machine).peer(settings);
        }
        return endpoints;
    }

    private static @Nullable Endpoint endpoint(SettingsReader reader, ConfigValue written) {
        String text = String.valueOf(written.unwrapped());
        try {
            URI uri = URI.create(text);
            TransportKind transport =
                    TransportKind.of(String.valueOf(uri.getScheme())).orElse(null);
            if (transport != null && uri.getHost() != null && uri.getPort() != 0) {
                String host = uri.getHost();
                String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
                return new Endpoint(transport, bare, uri.getPort() < 0 ? transport.defaultPort() : uri.getPort());
            }
        } catch (IllegalArgumentException e) {
            // Reported below, with the form that is expected.
        }
        reader.error(
                written.origin(),
                "connect \"" + text + "\" cannot be used",
                "write \"tcp://host:port\", \"tls://host:port\" or \"sctp://host:port\"");
        return null;
    }

    /** What we connect by TLS needs our files; what must come by TLS is not connected to without. */
    private static void checkTls(
            SettingsReader reader, ConfigObject settings, TransportKind transport, ConfigValue written) {
        ConfigValue tls = settings.get("tls");
        if (transport == TransportKind.TLS && (tls == null || TlsSettingsReader.ANY.equals(tls.unwrapped()))) {
            reader.error(
                    written.origin(), "connect by tls needs the entry of agent.tls to use", "tls = NAME beside it");
        } else if (transport == TransportKind.TCP && tls != null) {
            reader.error(
                    written.origin(),
                    "connect by tcp contradicts tls = " + tls.unwrapped(),
                    "write \"tls://host:port\", or leave \"tls\" out");
        }
    }

    /** A name would be looked up while a loop waits, and what it stands for may change: an address is what it says. */
    private static List<String> localAddresses(SettingsReader reader, ConfigObject settings, List<Endpoint> connect) {
        ConfigValue value = settings.get("local-address");
        if (value == null) {
            return List.of();
        }
        List<String> addresses = (value instanceof ConfigList list ? list : List.of(value))
                .stream().map(one -> String.valueOf(one.unwrapped())).toList();
        for (String text : addresses) {
            if (!NetUtil.isValidIpV4Address(text) && !NetUtil.isValidIpV6Address(text)) {
                reader.error(
                        value.origin(), "local-address \"" + text + "\" is no address", "for example \"10.1.0.1\"");
                return addresses;
            }
        }
        if (settings.get("connect") == null) {
            reader.error(value.origin(), "\"local-address\" means nothing without \"connect\"", null);
        } else if (addresses.size() > 1 && connect.stream().anyMatch(to -> to.transport() != TransportKind.SCTP)) {
            reader.error(value.origin(), "several addresses in \"local-address\" are for sctp only", "keep one");
        }
        return addresses;
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
