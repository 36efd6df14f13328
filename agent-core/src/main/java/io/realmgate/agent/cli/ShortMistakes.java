package io.realmgate.agent.cli;

import io.realmgate.routing.parse.Suggest;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line in one line, with the word that was most likely meant; not the whole usage. */
final class ShortMistakes implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        CommandLine line = mistake.getCommandLine();
        String command = line.getCommandSpec().qualifiedName(" ");
        PrintWriter err = line.getErr();
        err.println(command + ": " + text(mistake, line) + "; see " + command + " --help");
        err.flush();
        return ExitCodes.USAGE;
    }

    /** Of one letter nobody can tell which other was meant. */
    private static Collection<String> longOptions(CommandLine line) {
        return line.getCommandSpec().optionsMap().keySet().stream()
                .filter(option -> option.startsWith("--"))
                .toList();
    }

    private static String text(ParameterException mistake, CommandLine line) {
        if (!(mistake instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(mistake.getMessage());
        }
        String word = unmatched.getUnmatched().get(0);
        boolean option = word.startsWith("-");
        String name = option && word.indexOf('=') > 0 ? word.substring(0, word.indexOf('=')) : word;
        Collection<String> known =
                option ? longOptions(line) : line.getSubcommands().keySet();
        String what = option ? "unknown option " : known.isEmpty() ? "unexpected argument " : "unknown command ";
        return what + "\"" + name + "\""
                + Suggest.closest(name, known)
                        .map(meant -> " (did you mean \"" + meant + "\"?)")
                        .orElse(
                                known.isEmpty() || option
                                        ? ""
                                        : " (known: " + String.join(", ", new TreeSet<>(known)) + ")");
    }
}
