package io.realmgate.agent.cli;

import io.realmgate.agent.config.TlsSettings;
import io.realmgate.agent.config.TlsSettings.NamedFile;
import io.realmgate.agent.config.TlsSettings.Terms;
import io.realmgate.agent.tls.TlsProfile;
import io.realmgate.agent.tls.TlsStore;
import io.realmgate.routing.model.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The TLS of a simulated node: all of the three files, or no TLS. */
final class TlsOptions {
    private static final String NAME = "simulator";

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Use TLS on all connections and show this certificate (PEM); needs the next two as well.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Private key of --tls-certificate (PEM, PKCS #8, no password).")
    private @Nullable Path key;

    @Option(
            names = "--tls-trust",
            paramLabel = "FILE",
            description = "Certificates of the authorities that peers' certificates must come from (PEM).")
    private @Nullable Path trust;

    /**
     * What the options say; null when they do not want TLS.
     *
     * @throws IOException when a file is wrong or one of the options is missing
     */
    @Nullable
    TlsProfile profile() throws IOException {
        if (Stream.of(certificate, key, trust).allMatch(file -> file == null)) {
            return null;
        }
        Terms terms = new Terms(true, List.of("TLSv1.3", "TLSv1.2"), List.of(), new Place("--tls-certificate", 0));
        TlsSettings settings = new TlsSettings(
                NAME,
                file("--tls-certificate", certificate),
                file("--tls-key", key),
                file("--tls-trust", trust),
                null,
                terms);
        try {
            return TlsStore.load(Map.of(NAME, settings), Runnable::run, InstantSource.system())
                    .profile(NAME);
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static NamedFile file(String option, @Nullable Path path) throws IOException {
        if (path == null) {
            throw new IOException(
                    "--tls-certificate, --tls-key and --tls-trust belong together: " + option + " is missing");
        }
        return new NamedFile(path, option, new Place(option, 0));
    }
}
