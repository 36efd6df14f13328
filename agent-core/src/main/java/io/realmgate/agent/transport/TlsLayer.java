package io.realmgate.agent.transport;

import io.realmgate.agent.tls.Secured;

/**
 * The TLS of a connection.
 *
 * @param watch hears of its failure
 */
record TlsLayer(Secured secured, TlsWatch watch) {}
