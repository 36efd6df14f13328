/** Tests of files, names and expiry; handshakes are in behaviour. */
@NullMarked
package io.realmgate.agent.tls;

import org.jspecify.annotations.NullMarked;
