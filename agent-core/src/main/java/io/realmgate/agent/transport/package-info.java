/**
 * Listeners and connectors: bytes in, exactly one message at a time out, and one buffered flush per event-loop iteration
 * on the way back (RFC 6733 2.1). TCP today; a transport with another framing joins beside {@code TcpTransport}.
 */
@NullMarked
package io.realmgate.agent.transport;

import org.jspecify.annotations.NullMarked;
