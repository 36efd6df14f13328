/** The running agent, asked by the command line. */
@NullMarked
package io.realmgate.agent.cli.admin;

import org.jspecify.annotations.NullMarked;
