package io.realmgate.routing.model;

import com.typesafe.config.ConfigObject;

/**
 * A realm that {@code peers.conf} says more of than its peers do.
 *
 * @param realm in lower case
 * @param settings all other keys of the entry, untouched: how its servers are found is not this module's business
 */
public record RealmDefinition(String realm, Place place, ConfigObject settings) {}
