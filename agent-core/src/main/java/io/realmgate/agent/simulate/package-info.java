/**
 * The visited-realm client and the home-realm server that the demo runs and that operators try their network with: nodes
 * that speak the base protocol whole (RFC 6733 section 5) and the applications of {@code simulate.message}. Sees
 * {@code codec} and {@code transport} only.
 */
@NullMarked
package io.realmgate.agent.simulate;

import org.jspecify.annotations.NullMarked;
