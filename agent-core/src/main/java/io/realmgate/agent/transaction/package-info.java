/**
 * Requests that wait for their answer: one {@code TransactionTable} for each outgoing connection, keyed by our own
 * hop-by-hop identifiers, and one wheel of deadlines for each event loop (RFC 6733 3, 5.5.4, 6.2.1).
 */
@NullMarked
package io.realmgate.agent.transaction;

import org.jspecify.annotations.NullMarked;
