package io.realmgate.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueType;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.config.AgentSettings.Ejection;
import io.realmgate.agent.config.AgentSettings.Limits;
import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.config.AgentSettings.Product;
import io.realmgate.agent.config.AgentSettings.Redirects;
import io.realmgate.agent.config.AgentSettings.Timers;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Place;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code agent.conf} over {@code reference.conf} and says what is wrong with it. */
public final class AgentSettingsReader {
    private static final Pattern LISTENER_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Set<TransportKind> SUPPORTED =
            Set.of(TransportKind.TCP, TransportKind.TLS, TransportKind.SCTP);

    private final SettingsReader reader;
    private final Config config;
    private final Machine machine;
    private final Map<String, TlsSettings> tls;

    private AgentSettingsReader(SettingsReader reader, Config config, Machine machine, Path directory) {
        this.reader = reader;
        this.config = config;
        this.machine = machine;
        this.tls = new TlsSettingsReader(reader, directory).read(config.getObject("tls"));
    }

    private static Path directory(String file) {
        Path parent = Path.of(file).getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** As {@link #read(String, String, Machine, List)}, for files that need not come into force here. */
    public static @Nullable AgentSettings read(String file, String text, List<Diagnostic> diagnostics) {
        return read(file, text, Machine.ANY, diagnostics);
    }

    /**
     * Reads the text of {@code agent.conf}.
     *
     * @param file its name for messages
     * @param machine where the settings are to come into force
     * @param diagnostics gets what is wrong
     * @return the settings, or null when there was an error
     */
    public static @Nullable AgentSettings read(
            String file, String text, Machine machine, List<Diagnostic> diagnostics) {
        int before = diagnostics.size();
        SettingsReader reader = new SettingsReader(file, diagnostics);
        Config reference = ConfigFactory.parseResources(AgentSettings.class.getClassLoader(), "reference.conf");
        try {
            Config own = ConfigFactory.parseString(
                            text, ConfigParseOptions.defaults().setOriginDescription(file))
                    .resolve();
            checkKeys(reader, own.root(), reference.root(), "");
            Config merged = own.withFallback(reference).resolve();
            AgentSettings settings =
                    new AgentSettingsReader(reader, merged.getConfig("agent"), machine, directory(file)).settings();
            return diagnostics.size() == before ? settings : null;
        } catch (ConfigException e) {
            int line = e.origin() == null ? 0 : Math.max(0, e.origin().lineNumber());
            diagnostics.add(Diagnostic.error(new Place(file, line), String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static void checkKeys(SettingsReader reader, ConfigObject own, ConfigObject known, String prefix) {
        if (prefix.equals("agent.tls.")) {
            // Its keys are names of the operator's choice, read by TlsSettingsReader.
            return;
        }
        reader.unknownKeys(own, known.keySet(), prefix);
        for (var entry : own.entrySet()) {
            var reference = known.get(entry.getKey());
            if (reference instanceof ConfigObject inner) {
                if (entry.getValue() instanceof ConfigObject group) {
                    checkKeys(reader, group, inner, prefix + entry.getKey() + ".");
                } else {
                    reader.error(
                            entry.getValue().origin(),
                            "\"" + prefix + entry.getKey() + "\" must be a group { … }",
                            null);
                }
            }
        }
    }

    private AgentSettings settings() {
        return new AgentSettings(
                identity("identity"),
                identity("realm"),
                new Product(text("product-name"), (int) number("vendor-id", 0, 0xffffffffL)),
                listen(),
                tls,
                new Timers(
                        duration("timers.watchdog"),
                        duration("timers.reconnect"),
                        duration("timers.request"),
                        duration("timers.handshake"),
                        duration("timers.drain")),
                limits(),
                redirects(),
                applications("decorated-nai"),
                new DiscoveryReader(reader, config)
                        .read(
                                duration("discovery.timeout"),
                                duration("discovery.min-ttl"),
                                duration("discovery.max-ttl"),
                                duration("discovery.negative-ttl")),
                (int) number("reopen-after", 0, 10),
                new Ejection(
                        (int) number("ejection.outcomes", 0, 1000),
                        (int) number("ejection.percent", 1, 100),
                        duration("ejection.time"),
                        duration("ejection.longest"),
                        (int) number("ejection.panic", 0, 100)),
                (int) number("sctp.streams", 1, 65535),
                eventLoops(),
                choice("proxy-info", List.of("none", "add")).equals("add"),
                admin());
    }

    private Limits limits() {
        // A Route-Record is appended: what leaves must fit the 24-bit length too.
        return new Limits(
                (int) bytes("limits.message-size", 1024, DiameterMessage.MAX_LENGTH - 4096),
                (int) number("limits.pending-per-peer", 1, 1 << 24),
                (int) bytes("limits.output-per-peer", PeerPolicyReader.MIN_OUTPUT, PeerPolicyReader.MAX_OUTPUT),
                bytes("limits.retained-per-peer", 65536, 1L << 34),
                (int) number("limits.connections-per-address", 1, 1 << 20),
                (int) number("limits.connections-not-open", 1, 1 << 20),
                (int) number("limits.request-rate-per-peer", 0, PeerPolicyReader.MAX_RATE),
                (int) number("limits.pattern-peers", 1, 1 << 20));
    }

    private Redirects redirects() {
        return new Redirects(
                choice("redirect", List.of("follow", "pass")).equals("follow"), applications("realm-redirect"), (int)
                        number("limits.redirects", 1, 1 << 24));
    }

    private Set<Integer> applications(String key) {
        Set<Integer> applications = new HashSet<>();
        for (String name : reader.read(config, key, List.<String>of(), () -> config.getStringList(key))) {
            Integer id = application(name);
            if (id == null) {
                reader.error(
                        config.getValue(key).origin(),
                        "agent." + key + ": unknown application \"" + name + "\"",
                        "its number may be given instead; names of dictionary/*.conf, which a reload changes, are not known here");
            } else {
                applications.add(id);
            }
        }
        return applications;
    }

    private static @Nullable Integer application(String name) {
        if (name.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(name);
            return number > 0xffff_ffffL ? null : (Integer) (int) number;
        }
        return Dictionary.standard().application(name).orElse(null);
    }

    private String identity(String path) {
        if (config.getIsNull(path)) {
            reader.error(config.origin(), "agent." + path + " is missing", "set it in the group agent { … }");
            return "";
        }
        String value = text(path);
        if (!DomainName.isOne(value)) {
            reader.error(
                    config.getValue(path).origin(),
                    "agent." + path + " \"" + value + "\" is not a domain name",
                    "for example dra1.transit.example");
        }
        return value;
    }

    private List<ListenAddress> listen() {
        List<? extends ConfigObject> entries =
                reader.read(config, "listen", List.of(), () -> config.getObjectList("listen"));
        List<ListenAddress> addresses = new ArrayList<>();
        for (ConfigObject entry : entries) {
            Config one = entry.toConfig();
            String word = reader.read(one, "transport", "tcp", () -> one.getString("transport"));
            TransportKind transport = TransportKind.of(word).orElse(null);
            if (transport == null || !SUPPORTED.contains(transport)) {
                reader.error(
                        entry.origin(), "transport \"" + word + "\" is not supported", "supported: tcp, tls, sctp");
                transport = TransportKind.TCP;
            }
            ListenAddress address = transport == TransportKind.SCTP
                    ? new SctpSettingsReader(reader, machine).listener(entry)
                    : listener(entry, transport);
            addresses.add(address.named(listenerName(entry)));
        }
        return addresses;
    }

    private ListenAddress listener(ConfigObject entry, TransportKind transport) {
        reader.unknownKeys(entry, Set.of("transport", "host", "port", "tls", "name"), "listen.");
        Config one = entry.toConfig();
        String host = reader.read(one, "host", "", () -> one.getString("host"));
        int port =
                one.hasPath("port") ? reader.read(one, "port", 1, () -> one.getInt("port")) : transport.defaultPort();
        reader.checkPort(entry.origin(), "port", port);
        String place = reader.place(entry.origin()).text();
        return new ListenAddress(transport, List.of(host), port, tlsName(entry, transport), null, place);
    }

    private @Nullable String listenerName(ConfigObject entry) {
        Config one = entry.toConfig();
        if (!one.hasPath("name")) {
            return null;
        }
        String name = reader.read(one, "name", "", () -> one.getString("name"));
        if (!LISTENER_NAME.matcher(name).matches()) {
            reader.error(
                    entry.origin(), "a listener cannot be called \"" + name + "\"", "1 to 64 letters, digits, - and _");
        }
        return name;
    }

    private @Nullable String tlsName(ConfigObject entry, TransportKind transport) {
        Config one = entry.toConfig();
        String name = one.hasPath("tls") ? reader.read(one, "tls", "", () -> one.getString("tls")) : "";
        if (transport != TransportKind.TLS) {
            if (one.hasPath("tls")) {
                reader.error(entry.origin(), "a " + transport.word() + " listener has no \"tls\"", "transport = tls");
            }
            return null;
        }
        if (!config.getObject("tls").containsKey(name)) {
            TlsNames.unknown(reader, entry, name, tls.keySet());
        }
        return name;
    }

    private InetSocketAddress admin() {
        int port = reader.read(config, "admin.port", 0, () -> config.getInt("admin.port"));
        reader.checkPort(config.getObject("admin").origin(), "admin.port", port);
        return InetSocketAddress.createUnresolved(text("admin.host"), Math.max(0, Math.min(port, 65535)));
    }

    private int eventLoops() {
        if (config.getValue("event-loops").valueType() == ConfigValueType.STRING
                && config.getString("event-loops").equals("auto")) {
            // Crossing loops doubles the cost of a relay: one loop carries what up to four processors can feed it.
            return Math.max(1, Runtime.getRuntime().availableProcessors() / 4);
        }
        return (int) number("event-loops", 1, 256);
    }

    private String text(String path) {
        return reader.read(config, path, "", () -> config.getString(path));
    }

    private String choice(String path, List<String> choices) {
        String value = text(path);
        if (!choices.contains(value)) {
            reader.error(
                    config.getValue(path).origin(),
                    "agent." + path + " \"" + value + "\" is not known",
                    "one of " + String.join(", ", choices));
        }
        return value;
    }

    private long number(String path, long min, long max) {
        return inRange(path, reader.read(config, path, min, () -> config.getLong(path)), min, max);
    }

    private long bytes(String path, long min, long max) {
        return inRange(path, reader.read(config, path, min, () -> config.getBytes(path)), min, max);
    }

    private long inRange(String path, long value, long min, long max) {
        if (value < min || value > max) {
            reader.error(
                    config.getValue(path).origin(),
                    "agent." + path + " must be from " + min + " to " + max + ", not " + value,
                    null);
            return min;
        }
        return value;
    }

    private Duration duration(String path) {
        Duration value = reader.read(config, path, Duration.ofSeconds(1), () -> config.getDuration(path));
        if (value.toMillis() < 1 || value.compareTo(Duration.ofDays(1)) > 0) {
            reader.error(config.getValue(path).origin(), "agent." + path + " must be from 1ms to 1 day", null);
        }
        return value;
    }
}
