/**
 * Typed settings of {@code agent.conf} and of the entries of {@code peers.conf} that say how to connect. Everything that
 * is wrong is reported with its place; what is returned has been checked.
 */
@NullMarked
package io.realmgate.agent.config;

import org.jspecify.annotations.NullMarked;
