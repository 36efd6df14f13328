/**
 * The way of one request and its answer (RFC 6733 6.1, 6.2): which next hop, what is added to the message, what is
 * remembered, and which error answer is given when it cannot go on. The only room that sees both peers and rules.
 */
@NullMarked
package io.realmgate.agent.forward;

import org.jspecify.annotations.NullMarked;
