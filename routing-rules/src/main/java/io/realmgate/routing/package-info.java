/**
 * The front door of the routing rules: {@code RoutingTable} turns facts about one message into a
 * decision. Nothing here knows a socket, a clock or a thread. The facts are interfaces that the
 * caller implements over the bytes it received; what the rules say lives in {@code model}, how
 * they are read in {@code parse}, how their conditions are evaluated in {@code match}.
 */
@NullMarked
package io.realmgate.routing;

import org.jspecify.annotations.NullMarked;
