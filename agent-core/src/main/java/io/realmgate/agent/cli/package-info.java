/** The command line: one class for each subcommand, thin over the rooms that do the work. */
@NullMarked
package io.realmgate.agent.cli;

import org.jspecify.annotations.NullMarked;
