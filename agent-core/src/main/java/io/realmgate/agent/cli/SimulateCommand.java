package io.realmgate.agent.cli;

import picocli.CommandLine.Command;

/** {@code simulate}: one end of a Diameter network to try the agent with. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Plays a client of a visited realm or a server of a home realm, with test subscribers.",
        subcommands = {SimulateClientCommand.class, SimulateServerCommand.class})
final class SimulateCommand {}
