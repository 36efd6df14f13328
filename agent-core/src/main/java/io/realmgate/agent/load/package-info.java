/**
 * A load generator: plays the clients and the servers around a relay, in one process on one thread, as fast as the relay
 * goes or at a given rate, and checks what comes back. Built for measuring: nothing is allocated for a message, and what a
 * message says is written once, into a template, whose numbers alone change.
 */
@NullMarked
package io.realmgate.agent.load;

import org.jspecify.annotations.NullMarked;
