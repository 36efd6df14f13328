package io.realmgate.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.agent.config.TlsSettings.NamedFile;
import io.realmgate.agent.config.TlsSettings.Terms;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code agent.tls}: names of our choice, each with files and terms. */
final class TlsSettingsReader {
    /** What a peer says that wants TLS of any name; so no entry can have it. */
    static final String ANY = "required";

    private static final Set<String> KEYS =
            Set.of("certificate", "key", "trust", "crl", "client-auth", "versions", "ciphers");
    private static final Map<String, String> VERSIONS = Map.of("1.2", "TLSv1.2", "1.3", "TLSv1.3");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private final SettingsReader reader;
    private final Path directory;

    /** @param directory where {@code agent.conf} lies */
    TlsSettingsReader(SettingsReader reader, Path directory) {
        this.reader = reader;
        this.directory = directory;
    }

    /** The entries by name; what is wrong is reported, and an entry without all of its files is left out. */
    Map<String, TlsSettings> read(ConfigObject entries) {
        Map<String, TlsSettings> all = new TreeMap<>();
        entries.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || name.equals(ANY)) {
                reader.error(
                        value.origin(),
                        "agent.tls: \"" + name + "\" cannot be the name of an entry",
                        "a name is of letters, digits, - and _, and not \"" + ANY + "\"");
            } else if (value instanceof ConfigObject entry) {
                TlsSettings settings = entry(name, entry);
                if (settings != null) {
                    all.put(name, settings);
                }
            } else {
                reader.error(
                        value.origin(),
                        "agent.tls." + name + " must be a group { … }",
                        "{ certificate = …, key = …, trust = … }");
            }
        });
        return all;
    }

    private @Nullable TlsSettings entry(String name, ConfigObject entry) {
        String prefix = "agent.tls." + name + ".";
        reader.unknownKeys(entry, KEYS, prefix);
        NamedFile certificate = required(entry, prefix, "certificate");
        NamedFile key = required(entry, prefix, "key");
        NamedFile trust = required(entry, prefix, "trust");
        NamedFile crl = file(entry, prefix, "crl");
        Config config = entry.toConfig();
        boolean clientCertificate = clientCertificate(config, prefix);
        List<String> versions = versions(config, prefix);
        List<String> ciphers = config.hasPath("ciphers")
                ? reader.read(config, "ciphers", List.<String>of(), () -> config.getStringList("ciphers"))
                : List.of();
        if (certificate == null || key == null || trust == null) {
            return null;
        }
        Terms terms = new Terms(clientCertificate, versions, ciphers, reader.place(entry.origin()));
        return new TlsSettings(name, certificate, key, trust, crl, terms);
    }

    private @Nullable NamedFile required(ConfigObject entry, String prefix, String key) {
        if (entry.get(key) == null) {
            reader.error(entry.origin(), prefix + key + " is missing", "the name of a PEM file");
        }
        return file(entry, prefix, key);
    }

    private @Nullable NamedFile file(ConfigObject entry, String prefix, String key) {
        ConfigValue value = entry.get(key);
        if (value == null) {
            return null;
        }
        Config config = entry.toConfig();
        String written = reader.read(config, key, "", () -> config.getString(key));
        try {
            if (!written.isEmpty()) {
                return new NamedFile(directory.resolve(written), prefix + key, reader.place(value.origin()));
            }
        } catch (InvalidPathException e) {
            // Reported below.
        }
        reader.error(value.origin(), prefix + key + " names no file", "a PEM file, relative to agent.conf");
        return null;
    }

    private boolean clientCertificate(Config config, String prefix) {
        if (!config.hasPath("client-auth")) {
            return true;
        }
        String word = reader.read(config, "client-auth", "required", () -> config.getString("client-auth"));
        if (!word.equals("required") && !word.equals("none")) {
            reader.error(
                    config.getValue("client-auth").origin(),
                    prefix + "client-auth \"" + word + "\" is not known",
                    "one of required, none");
        }
        return !word.equals("none");
    }

    private List<String> versions(Config config, String prefix) {
        List<String> names = new ArrayList<>();
        if (config.hasPath("versions")) {
            for (String word :
                    reader.read(config, "versions", List.<String>of(), () -> config.getStringList("versions"))) {
                String name = VERSIONS.get(word);
                if (name == null) {
                    reader.error(
                            config.getValue("versions").origin(),
                            prefix + "versions: \"" + word + "\" is not supported",
                            "supported: 1.2, 1.3");
                } else {
                    names.add(name);
                }
            }
        }
        return names.isEmpty() ? List.of("TLSv1.3", "TLSv1.2") : names;
    }
}
