package io.realmgate.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.RealmDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads how to find the servers of a realm from the {@code realms} of {@code peers.conf}. */
public final class RealmSettingsReader {
    private static final Set<String> KEYS = Set.of("realm", "discover", "servers", "most");
    private static final int USUAL_MOST = 4;
    private static final int LARGEST_MOST = 64;
    private static final String NAME = "[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*";

    private RealmSettingsReader() {}

    /** The realms to discover, in file order; what is wrong goes to {@code diagnostics}. */
    public static List<RealmSettings> realms(PeerDirectory directory, List<Diagnostic> diagnostics) {
        List<RealmSettings> realms = new ArrayList<>();
        for (RealmDefinition realm : directory.realms()) {
            SettingsReader reader = new SettingsReader(realm.place().file(), diagnostics);
            reader.unknownKeys(realm.settings(), KEYS, "");
            Config config = realm.settings().toConfig();
            boolean discover = config.hasPath("discover")
                    && reader.read(config, "discover", false, () -> config.getBoolean("discover"));
            RealmSettings settings =
                    new RealmSettings(realm.realm(), servers(reader, realm, config), most(reader, realm, config));
            if (discover) {
                realms.add(settings);
            }
        }
        return realms;
    }

    private static int most(SettingsReader reader, RealmDefinition realm, Config config) {
        if (!config.hasPath("most")) {
            return USUAL_MOST;
        }
        int most = reader.read(config, "most", USUAL_MOST, () -> config.getInt("most"));
        if (most < 1 || most > LARGEST_MOST) {
            reader.error(
                    config.getValue("most").origin(),
                    "realm \"" + realm.realm() + "\": \"most\" must be from 1 to " + LARGEST_MOST,
                    null);
        }
        return most;
    }

    /** Without the key: names below the realm, as RFC 6733 5.2 wants names in DNS to be. */
    private static List<NamePattern> servers(SettingsReader reader, RealmDefinition realm, Config config) {
        if (!config.hasPath("servers")) {
            return List.of(new NamePattern.Below(realm.realm()));
        }
        List<NamePattern> patterns = new ArrayList<>();
        for (String text : reader.read(config, "servers", List.<String>of(), () -> config.getStringList("servers"))) {
            String name = text.startsWith("*.") ? text.substring(2) : text;
            if (!name.matches(NAME)) {
                ConfigValue value = config.getValue("servers");
                reader.error(
                        value.origin(),
                        "realm \"" + realm.realm() + "\": servers: \"" + text + "\" is no name",
                        "such as hss1.example.org or \"*.example.org\"");
                continue;
            }
            String lower = name.toLowerCase(Locale.ROOT);
            patterns.add(text.startsWith("*.") ? new NamePattern.Below(lower) : new NamePattern.Exact(lower));
        }
        return patterns;
    }
}
