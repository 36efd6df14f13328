package io.realmgate.routing.model;

import com.typesafe.config.ConfigObject;
import org.jspecify.annotations.Nullable;

/**
 * Peers that may connect to us without being listed one by one.
 *
 * @param identity which Diameter identities may
 * @param realm the realm they serve, in lower case
 * @param group the group that they join, or null
 * @param rights what each of them may ask of us
 * @param settings all other keys of the entry, untouched
 */
public record AcceptPattern(
        NamePattern identity,
        String realm,
        @Nullable String group,
        PeerRights rights,
        Place place,
        ConfigObject settings) {}
