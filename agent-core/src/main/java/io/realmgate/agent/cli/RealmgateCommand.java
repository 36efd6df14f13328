package io.realmgate.agent.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command above all subcommands. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        description = "Realmgate, a Diameter relay and proxy agent (RFC 6733).",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            TestCommand.class,
            ReplayCommand.class,
            PeersCommand.class,
            DrainCommand.class,
            SimulateCommand.class,
            LoadCommand.class,
            DecodeCommand.class,
            DemoCommand.class,
            VersionCommand.class
        })
public final class RealmgateCommand {
    private RealmgateCommand() {}

    static CommandLine line() {
        return new CommandLine(new RealmgateCommand()).setParameterExceptionHandler(new ShortMistakes());
    }

    /** Runs a command line; the result is the exit status. */
    public static int execute(String... args) {
        CommandLine line = line();
        if (args.length == 0) {
            line.usage(line.getErr());
            return ExitCodes.USAGE;
        }
        return line.execute(args);
    }
}
