package io.realmgate.routing.model;

import com.typesafe.config.ConfigObject;

/**
 * A peer that is known by name.
 *
 * @param identity Diameter identity (RFC 6733 4.3.1) in lower case
 * @param realm the realm it serves, in lower case
 * @param rights what it may ask of us
 * @param settings all other keys of the entry, untouched: how to connect is not this module's business
 */
public record PeerDefinition(String identity, String realm, PeerRights rights, Place place, ConfigObject settings) {}
