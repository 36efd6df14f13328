/**
 * The front door of the routing rules: {@code RoutingTable} turns facts about one message into a
 * decision. Nothing here knows a socket, a clock or a thread.
 */
@NullMarked
package io.realmgate.routing;

import org.jspecify.annotations.NullMarked;
