/**
 * What a proxy changes in the messages that it sends on (RFC 6733 2.8.2): edits of AVPs. Knows bytes and rules, and neither
 * peers nor connections.
 */
@NullMarked
package io.realmgate.agent.proxy;

import org.jspecify.annotations.NullMarked;
