/**
 * The composition root: {@link io.realmgate.agent.DiameterAgent} wires the rooms together, and nothing depends on it but
 * the command line.
 */
@NullMarked
package io.realmgate.agent;

import org.jspecify.annotations.NullMarked;
