/**
 * Who our peers are and how connections to them open, live and close: capabilities exchange, watchdog, disconnect
 * (RFC 6733 section 5). Messages for others pass through to a {@code MessageHandler}; this room knows no rules.
 */
@NullMarked
package io.realmgate.agent.peer;

import org.jspecify.annotations.NullMarked;
