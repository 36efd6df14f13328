package io.realmgate.agent.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command above all subcommands. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        description = "Realmgate, a Diameter relay and proxy agent (RFC 6733).")
public final class RealmgateCommand {
    /** In the order of the help. */
    private static final List<Class<?>> SUBCOMMANDS = List.of(
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
            VersionCommand.class);

    private RealmgateCommand() {}

    /** Runs a command line; the result is the exit status. */
    public static int execute(String... args) {
        CommandLine line = new CommandLine(new RealmgateCommand());
        subcommands(args).forEach(line::addSubcommand);
        if (args.length == 0) {
            line.usage(line.getErr());
            return ExitCodes.USAGE;
        }
        return line.execute(args);
    }

    /** The one that is asked for: reading the options of all is half of the time until the agent is ready. Else all, for the help. */
    private static List<Class<?>> subcommands(String... args) {
        return SUBCOMMANDS.stream()
                .filter(subcommand -> args.length > 0
                        && subcommand.getAnnotation(Command.class).name().equals(args[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(SUBCOMMANDS);
    }
}
