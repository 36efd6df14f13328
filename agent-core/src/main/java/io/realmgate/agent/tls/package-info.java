/**
 * Keys, certificates and trust: files to what a TLS handshake needs, whom a certificate names and when it expires. Knows
 * no socket; transport puts its handlers into pipelines.
 */
@NullMarked
package io.realmgate.agent.tls;

import org.jspecify.annotations.NullMarked;
