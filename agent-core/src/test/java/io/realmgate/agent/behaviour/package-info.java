/**
 * What the whole agent does, seen from outside: real sockets on loopback, peers that share no code with the product where
 * they judge bytes. Each suite opens with its topology, and each test ends with "nothing pending".
 */
@NullMarked
package io.realmgate.agent.behaviour;

import org.jspecify.annotations.NullMarked;
