package io.realmgate.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.netty.util.NetUtil;
import io.realmgate.agent.config.AgentSettings.ListenAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is particular to SCTP in listeners and peers (RFC 6733 2.1.1). */
final class SctpSettingsReader {
    private static final Set<String> LISTENER_KEYS = Set.of("transport", "host", "hosts", "port", "tls", "name");
    private static final String ALL_ADDRESSES = "0.0.0.0";

    private final SettingsReader reader;
    private final Machine machine;

    SctpSettingsReader(SettingsReader reader, Machine machine) {
        this.reader = reader;
        this.machine = machine;
    }

    /** One entry of {@code agent.listen} whose transport is SCTP; without a host it is on all addresses. */
    ListenAddress listener(ConfigObject entry) {
        reader.unknownKeys(entry, LISTENER_KEYS, "listen.");
        refuse(entry, entry.origin());
        Config one = entry.toConfig();
        int port = reader.read(one, "port", 1, () -> one.getInt("port"));
        reader.checkPort(entry.origin(), "port", port);
        return new ListenAddress(
                TransportKind.SCTP,
                hosts(entry, one),
                port,
                reader.place(entry.origin()).text());
    }

    /** Looks at the entry of a peer that is connected to over SCTP. */
    void peer(ConfigObject entry) {
        ConfigValue connect = entry.get("connect");
        refuse(entry, connect == null ? entry.origin() : connect.origin());
    }

    private void refuse(ConfigObject entry, @Nullable ConfigOrigin place) {
        ConfigValue tls = entry.get("tls");
        if (tls != null) {
            // RFC 6083 needs the authenticated chunks of RFC 4895, and the JDK has no socket option for them.
            reader.error(
                    tls.origin(),
                    "\"tls\" with SCTP is not supported: DTLS over SCTP (RFC 6083) is out of Java's reach",
                    "protect SCTP with IPsec, or use transport tls");
        }
        Machine.Lack lack = machine.lacks(TransportKind.SCTP);
        if (lack != null) {
            reader.error(place, "transport sctp cannot be used: " + lack.reason(), lack.remedy());
        }
    }

    private List<String> hosts(ConfigObject entry, Config one) {
        if (entry.containsKey("host") && entry.containsKey("hosts")) {
            reader.error(entry.origin(), "\"host\" and \"hosts\" say the same twice", "keep \"hosts\"");
        }
        List<String> hosts = List.of(ALL_ADDRESSES);
        if (entry.containsKey("hosts")) {
            hosts = reader.read(one, "hosts", hosts, () -> one.getStringList("hosts"));
        } else if (entry.containsKey("host")) {
            hosts = reader.read(one, "host", hosts, () -> List.of(one.getString("host")));
        }
        if (hosts.isEmpty()) {
            reader.error(entry.origin(), "\"hosts\" is empty", "leave it out to listen on all addresses");
            return List.of(ALL_ADDRESSES);
        }
        for (String host : hosts) {
            checkAddress(entry, host, hosts.size() > 1);
        }
        return hosts;
    }

    private void checkAddress(ConfigObject entry, String host, boolean several) {
        if (!NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host)) {
            reader.error(
                    entry.origin(),
                    "\"" + host + "\" is no address",
                    "an SCTP listener names addresses, such as hosts = [\"10.1.0.1\", \"10.2.0.1\"]");
        } else if (several && (host.equals(ALL_ADDRESSES) || host.equals("::"))) {
            reader.error(entry.origin(), "\"" + host + "\" stands for all addresses already", "keep it alone");
        }
    }
}
