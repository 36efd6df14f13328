package io.realmgate.agent.cli;

import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.simulate.NodeSettings;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.simulate.message.SimulatedApplication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What both ends of a simulation are told: who they are and how they connect. */
final class NodeOptions {
    @Option(
            names = "--realm",
            paramLabel = "REALM",
            description = "Origin-Realm (default: the identity without its first label).")
    private @Nullable String realm;

    @Option(
            names = "--applications",
            split = ",",
            paramLabel = "NAME",
            description = "Applications to advertise, such as S6a,Cx (default: all that the simulator knows).")
    private List<String> applications = List.of();

    @Option(
            names = "--connect",
            split = ",",
            paramLabel = "ADDRESS",
            converter = AddressConverter.class,
            description = "Connect to HOST:PORT, or sctp://HOST:PORT, and again whenever the connection is lost.")
    List<Address> connect = new ArrayList<>();

    @Option(
            names = "--listen",
            split = ",",
            paramLabel = "ADDRESS",
            converter = AddressConverter.class,
            description = "Accept connections on HOST:PORT, or sctp://HOST:PORT.")
    List<Address> listen = new ArrayList<>();

    @Mixin
    TlsOptions tls = new TlsOptions();

    @Option(
            names = "--watchdog",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "Silence before a DWR (default: ${DEFAULT-VALUE}).")
    private int watchdog;

    @Option(
            names = "--timeout",
            defaultValue = "10000",
            paramLabel = "MS",
            description = "How long to wait for an answer (default: ${DEFAULT-VALUE}).")
    int timeout;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show every message of an application in full.")
    boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not tell of each request that is received and answered.")
    boolean quiet;

    /** A host and port, over TCP unless it says otherwise. */
    record Address(TransportKind transport, String host, int port) {
        static Address tcp(String host, int port) {
            return new Address(TransportKind.TCP, host, port);
        }

        Endpoint endpoint() {
            return new Endpoint(transport, host, port);
        }

        ListenAddress listener() {
            return new ListenAddress(transport, List.of(host), port, "");
        }

        @Override
        public String toString() {
            return transport == TransportKind.TCP
                    ? host + ':' + port
                    : endpoint().toString();
        }
    }

    /** Reads {@code host:port}, {@code [host]:port}, and both after {@code sctp://}; {@code :port} means loopback. */
    static final class AddressConverter implements ITypeConverter<Address> {
        private static final String SCTP = "sctp://";

        @Override
        public Address convert(String text) {
            TransportKind transport = text.startsWith(SCTP) ? TransportKind.SCTP : TransportKind.TCP;
            String address = transport == TransportKind.SCTP ? text.substring(SCTP.length()) : text;
            int colon = address.lastIndexOf(':');
            try {
                int port = Integer.parseInt(address.substring(colon + 1));
                if (port >= 0 && port <= 65535) {
                    String host = colon <= 0 ? "127.0.0.1" : address.substring(0, colon);
                    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
                    return new Address(transport, bare, port);
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("\"" + text + "\" is not HOST:PORT");
            }
            throw new TypeConversionException("\"" + text + "\": a port is from 0 to 65535");
        }
    }

    NodeSettings settings(CommandLine line, String identity, Side side) {
        int dot = identity.indexOf('.');
        String ownRealm = realm != null ? realm : identity.substring(dot + 1);
        NodeSettings.Timers timers = new NodeSettings.Timers(
                Duration.ofSeconds(watchdog), Duration.ofSeconds(1), Duration.ofMillis(timeout));
        return new NodeSettings(identity, ownRealm, side, advertised(line), timers, NodeSettings.Origins.SYSTEM);
    }

    private Set<SimulatedApplication> advertised(CommandLine line) {
        Set<SimulatedApplication> known = Exchanges.applications();
        Set<SimulatedApplication> chosen = new LinkedHashSet<>();
        for (String name : applications) {
            chosen.add(known.stream()
                    .filter(a -> a.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(line, "application", name, names(known))));
        }
        return chosen.isEmpty() ? known : chosen;
    }

    /** The requests that {@code names} stand for when {@code side} sends them; for a client none stands for all. */
    List<Exchange> exchanges(CommandLine line, List<String> names, Side side) {
        List<Exchange> all =
                Exchanges.all().stream().filter(e -> e.initiator() == side).toList();
        if (names.isEmpty() && side == Side.CLIENT) {
            Set<SimulatedApplication> own = advertised(line);
            return all.stream().filter(e -> own.contains(e.application())).toList();
        }
        List<Exchange> chosen = new ArrayList<>();
        for (String name : names) {
            List<Exchange> found = Exchanges.named(name, side);
            if (found.isEmpty()) {
                throw unknown(
                        line,
                        "request",
                        name,
                        all.stream().map(Exchange::qualifiedName).toList());
            }
            chosen.addAll(found);
        }
        return chosen;
    }

    private static List<String> names(Set<SimulatedApplication> applications) {
        return applications.stream().map(SimulatedApplication::name).toList();
    }

    private static ParameterException unknown(CommandLine line, String what, String name, List<String> known) {
        return new ParameterException(
                line, "Unknown " + what + " \"" + name + "\"; known: " + String.join(", ", known));
    }
}
