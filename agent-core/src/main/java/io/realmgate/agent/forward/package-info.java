/**
 * The way of one request and its answer (RFC 6733 6.1, 6.2): which next hop, what is added to the message, what is
 * remembered, and which error answer is given when it cannot go on. The only room that sees both peers and rules.
 *
 * <p>Flyweights store a reference only when it is another one: a store costs an old object the collector's barrier, which has a
 * fence, and most messages come from where the one before came from.
 */
@NullMarked
package io.realmgate.agent.forward;

import org.jspecify.annotations.NullMarked;
