package io.realmgate.agent.cli;

import io.realmgate.agent.cli.NodeOptions.Address;
import io.realmgate.agent.cli.NodeOptions.AddressConverter;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.load.LoadPlan;
import io.realmgate.agent.load.LoadPlan.Cast;
import io.realmgate.agent.load.LoadPlan.Destination;
import io.realmgate.agent.load.LoadPlan.Name;
import io.realmgate.agent.load.LoadPlan.Places;
import io.realmgate.agent.load.LoadPlan.SubscriberRange;
import io.realmgate.agent.load.LoadPlan.Work;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.tls.TlsProfile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who takes part in a run of the load generator and what they say. */
final class LoadOptions {
    @Option(
            names = "--relay",
            defaultValue = "127.0.0.1:13868",
            paramLabel = "HOST:PORT",
            converter = AddressConverter.class,
            description = "Where clients connect to, and servers unless they listen (default: ${DEFAULT-VALUE}).")
    private Address relay = Address.tcp("127.0.0.1", 13868);

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = AddressConverter.class,
            description = "Have the servers wait for the relay here, the next ones at the next ports"
                    + " (default: they connect).")
    private @Nullable Address listen;

    @Option(
            names = "--pump",
            description = "The relay only passes bytes on: expect no Route-Record. Servers have to listen.")
    private boolean pump;

    @Option(names = "--clients", defaultValue = "4", paramLabel = "N", description = "Up to 16384 (default: 4).")
    private int clients;

    @Option(names = "--servers", defaultValue = "2", paramLabel = "N", description = "Up to 16384 (default: 2).")
    private int servers;

    @Option(
            names = "--client",
            defaultValue = "client-%d.visited.example",
            paramLabel = "HOST",
            description = "Origin-Host of the clients, %%d for their number (default: ${DEFAULT-VALUE}).")
    private String client = "";

    @Option(
            names = "--client-realm",
            defaultValue = "visited.example",
            paramLabel = "REALM",
            description = "Their Origin-Realm (default: ${DEFAULT-VALUE}).")
    private String clientRealm = "";

    @Option(
            names = "--server",
            defaultValue = "server-%d.home.example",
            paramLabel = "HOST",
            description = "Origin-Host of the servers (default: ${DEFAULT-VALUE}).")
    private String server = "";

    @Option(
            names = "--server-realm",
            defaultValue = "home.example",
            paramLabel = "REALM",
            description = "Their Origin-Realm (default: ${DEFAULT-VALUE}).")
    private String serverRealm = "";

    @Option(
            names = "--send",
            defaultValue = "S6a/ULR",
            paramLabel = "NAME",
            description = "The request, such as ULR, CCR-I, ACR-START, S6a/AIR (default: ${DEFAULT-VALUE}).")
    private String send = "";

    @Option(
            names = "--size",
            defaultValue = "400",
            paramLabel = "OCTETS",
            description = "Of a request, up to 65536 (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--answer-size",
            defaultValue = "180",
            paramLabel = "OCTETS",
            description = "Of an answer, up to 65536; it is never less than its content (default: ${DEFAULT-VALUE}).")
    private int answerSize;

    @Option(
            names = "--destination-realm",
            defaultValue = "home.example",
            paramLabel = "REALM",
            description = "Destination-Realm; %%d for a number that --realms spreads (default: ${DEFAULT-VALUE}).")
    private String destinationRealm = "";

    @Option(
            names = "--realms",
            defaultValue = "1",
            paramLabel = "N",
            description = "Numbers for %%d in --destination-realm, from 0, with leading zeros (default: 1).")
    private int realms;

    @Option(names = "--destination-host", paramLabel = "HOST", description = "Destination-Host (default: none).")
    private @Nullable String destinationHost;

    @Option(
            names = "--subscriber",
            defaultValue = "1",
            paramLabel = "N",
            description = "First test subscriber: IMSI 00101 and ten digits (default: ${DEFAULT-VALUE}).")
    private long subscriber;

    @Option(
            names = "--subscribers",
            defaultValue = "1000000",
            paramLabel = "N",
            description = "How many there are; each request is about one of them (default: ${DEFAULT-VALUE}).")
    private long subscribers;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    Cast cast(CommandLine line) {
        within(line, "--clients", clients, 1, LoadPlan.MOST_CLIENTS);
        within(line, "--servers", servers, 1, LoadPlan.MOST_CLIENTS);
        return new Cast(clients, servers, new Name(client, clientRealm), new Name(server, serverRealm));
    }

    Places places(CommandLine line) {
        if (pump && listen == null) {
            throw new ParameterException(
                    line, "--pump: the servers have to --listen, for a pump makes no CER of its own");
        }
        return new Places(
                socketAddress(line, "--relay", relay),
                listen == null ? null : socketAddress(line, "--listen", listen),
                pump,
                profile(line));
    }

    private @Nullable TlsProfile profile(CommandLine line) {
        try {
            return tls.profile();
        } catch (IOException e) {
            throw new ParameterException(line, String.valueOf(e.getMessage()), e);
        }
    }

    private static InetSocketAddress socketAddress(CommandLine line, String option, Address address) {
        InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
        if (address.transport() != TransportKind.TCP || resolved.isUnresolved()) {
            throw new ParameterException(line, option + ": \"" + address + "\" is not a TCP address");
        }
        return resolved;
    }

    Work work(CommandLine line) {
        within(line, "--size", size, 1, LoadPlan.LARGEST_MESSAGE);
        within(line, "--answer-size", answerSize, 1, LoadPlan.LARGEST_MESSAGE);
        within(line, "--realms", realms, 1, 1_000_000_000);
        within(line, "--subscribers", subscribers, 1, 1L << 32);
        within(line, "--subscriber", subscriber, 0, 10_000_000_000L - subscribers);
        if (realms > 1 && !destinationRealm.contains("%d")) {
            throw new ParameterException(line, "--realms: --destination-realm has no place for the number");
        }
        return new Work(
                exchange(line),
                size,
                answerSize,
                new Destination(destinationRealm, realms, destinationHost),
                new SubscriberRange(subscriber, subscribers));
    }

    private Exchange exchange(CommandLine line) {
        List<Exchange> found = Exchanges.named(send, Side.CLIENT);
        if (found.size() != 1) {
            List<String> known = Exchanges.all().stream()
                    .filter(e -> e.initiator() == Side.CLIENT)
                    .map(Exchange::qualifiedName)
                    .toList();
            throw new ParameterException(
                    line, "--send: \"" + send + "\" is not one request; known: " + String.join(", ", known));
        }
        return found.get(0);
    }

    static void within(CommandLine line, String option, double value, double least, double most) {
        if (value < least || value > most) {
            throw new ParameterException(line, option + ": must be from " + (long) least + " to " + (long) most);
        }
    }
}
