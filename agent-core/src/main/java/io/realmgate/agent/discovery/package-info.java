/**
 * Finds the servers of a realm through DNS (RFC 6733 5.2, RFC 6408): S-NAPTR, then SRV, then addresses, again when their time is
 * over. Knows neither peers nor connections: it says who is there, and the root makes peers of them.
 */
@NullMarked
package io.realmgate.agent.discovery;

import org.jspecify.annotations.NullMarked;
