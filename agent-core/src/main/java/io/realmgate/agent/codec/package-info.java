/**
 * Diameter messages as bytes (RFC 6733 sections 3 and 4): an opaque view over what was received, a cursor over its AVPs,
 * and writers for what this agent says itself. Knows Netty's {@code ByteBuf} and nothing else.
 */
@NullMarked
package io.realmgate.agent.codec;

import org.jspecify.annotations.NullMarked;
