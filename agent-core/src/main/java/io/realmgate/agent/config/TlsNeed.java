package io.realmgate.agent.config;

import org.jspecify.annotations.Nullable;

/**
 * That a peer may come by TLS only.
 *
 * @param profile the entry of {@code agent.tls} that its connections must be made by, whichever side makes them; null for any
 */
public record TlsNeed(@Nullable String profile) {
    /** As it is written in the files. */
    public String word() {
        return profile == null ? TlsSettingsReader.ANY : profile;
    }
}
