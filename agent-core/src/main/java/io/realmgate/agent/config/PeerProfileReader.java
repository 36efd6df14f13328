package io.realmgate.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.realmgate.agent.config.PeerProfile.LocalName;
import io.realmgate.agent.config.PeerProfile.Timers;
import io.realmgate.routing.dictionary.Dictionary;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the part of an entry of {@code peers} or {@code accept} that says how we talk to the peer. */
final class PeerProfileReader {
    /** The keys that are read here. */
    static final Set<String> KEYS = Set.of(
            "advertise", "supported-vendors", "supports", "local-identity", "local-realm", "timers", "errors", "tls");

    private static final Set<String> TIMERS = Set.of("watchdog", "reconnect", "request");

    private final SettingsReader reader;
    private final @Nullable Set<String> tls;
    private final ConfigObject entry;
    private final Config config;
    private final Dictionary dictionary;

    /** @param tls names of {@code agent.tls}, null when they are not known */
    PeerProfileReader(SettingsReader reader, ConfigObject entry, Dictionary dictionary, @Nullable Set<String> tls) {
        this.dictionary = dictionary;
        this.tls = tls;
        this.reader = reader;
        this.entry = entry;
        this.config = entry.toConfig();
    }

    PeerProfile read() {
        Advertisement advertisement = new AdvertisementReader(reader, dictionary)
                .read(entry.get("advertise"), entry.get("supported-vendors"));
        return new PeerProfile(
                advertisement,
                supports(),
                local(),
                timers(),
                new ErrorCodesReader(reader, dictionary).read(entry.get("errors")),
                TlsNames.need(reader, entry, tls));
    }

    private @Nullable Set<Integer> supports() {
        ConfigValue value = entry.get("supports");
        if (value == null) {
            return null;
        }
        List<? extends ConfigValue> names = value instanceof ConfigList list ? list : List.of(value);
        Set<Integer> ids = new HashSet<>();
        ApplicationReader applications = new ApplicationReader(reader, dictionary);
        for (ConfigValue name : names) {
            Integer id = applications.read(name, "supports");
            if (id != null) {
                ids.add(id);
            }
        }
        if (names.isEmpty()) {
            reader.error(value.origin(), "\"supports\" is an empty list", "leave it out to believe what the peer says");
        }
        return ids;
    }

    private @Nullable LocalName local() {
        ConfigValue identity = entry.get("local-identity");
        ConfigValue realm = entry.get("local-realm");
        if (identity != null && realm != null) {
            return new LocalName(name("local-identity", identity.origin()), name("local-realm", realm.origin()));
        }
        String together = "local-identity and local-realm go together";
        if (identity != null) {
            reader.error(identity.origin(), "\"local-realm\" is missing", together);
        } else if (realm != null) {
            reader.error(realm.origin(), "\"local-identity\" is missing", together);
        }
        return null;
    }

    private String name(String key, ConfigOrigin origin) {
        String value = reader.read(config, key, "x", () -> config.getString(key));
        if (!DomainName.isOne(value)) {
            reader.error(origin, key + " \"" + value + "\" is not a domain name", "for example dra1.transit.example");
        }
        return value;
    }

    private Timers timers() {
        ConfigValue value = entry.get("timers");
        if (value == null) {
            return PeerProfile.USUAL.timers();
        }
        if (!(value instanceof ConfigObject group)) {
            reader.error(value.origin(), "\"timers\" must be a group { … }", "timers { watchdog = 10s }");
            return PeerProfile.USUAL.timers();
        }
        reader.unknownKeys(group, TIMERS, "timers.");
        return new Timers(duration(group, "watchdog"), duration(group, "reconnect"), duration(group, "request"));
    }

    private @Nullable Duration duration(ConfigObject group, String key) {
        ConfigValue value = group.get(key);
        if (value == null) {
            return null;
        }
        if (value.valueType() == ConfigValueType.STRING || value.valueType() == ConfigValueType.NUMBER) {
            Config timers = group.toConfig();
            Duration duration = reader.read(timers, key, Duration.ofSeconds(1), () -> timers.getDuration(key));
            if (duration.toMillis() >= 1 && duration.compareTo(Duration.ofDays(1)) <= 0) {
                return duration;
            }
        }
        reader.error(value.origin(), "timers." + key + " must be from 1ms to 1 day", "for example 10s");
        return null;
    }
}
