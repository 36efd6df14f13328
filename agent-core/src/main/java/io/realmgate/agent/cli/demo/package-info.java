/**
 * The demo: starts the agent as an operator would, plays both realms round it, and tells what happens. Everything it shows
 * it has measured on the messages that went over the sockets.
 */
@NullMarked
package io.realmgate.agent.cli.demo;

import org.jspecify.annotations.NullMarked;
