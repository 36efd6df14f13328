/**
 * Redirects (RFC 6733 6.1.8, 6.12 to 6.14; RFC 7075): what an answer that redirects says, and what of it is remembered for
 * how long. Knows neither peers nor connections.
 */
@NullMarked
package io.realmgate.agent.forward.redirect;

import org.jspecify.annotations.NullMarked;
