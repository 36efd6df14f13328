package io.realmgate.routing.parse;

import io.realmgate.routing.dictionary.CommandDefinition;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.ResultValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads applications, commands and result codes, by name or by number. */
final class CodeParser {

    /** Application-ID: 32 bits (RFC 6733 3). */
    private static final long MAX_APPLICATION = 0xffff_ffffL;
    /** Command code: 24 bits (RFC 6733 3). */
    private static final long MAX_COMMAND = 0xff_ffff;

    private static final long NO_NUMBER = -1;
    private static final long TOO_LARGE = -2;

    private final Dictionary dictionary;
    private final Report report;

    CodeParser(Dictionary dictionary, Report report) {
        this.dictionary = dictionary;
        this.report = report;
    }

    Set<Integer> applications(List<Scalar> values) {
        Set<Integer> ids = new HashSet<>();
        for (Scalar value : values) {
            long number = number(value, "application", MAX_APPLICATION);
            if (number >= 0) {
                ids.add((int) number);
            } else if (number == NO_NUMBER) {
                dictionary.application(value.text()).ifPresentOrElse(ids::add, () -> unknownApplication(value));
            }
        }
        return ids;
    }

    private void unknownApplication(Scalar value) {
        unknown(
                value,
                "application",
                report.suggest(value.text(), dictionary.applicationNames(), "its number may be given instead"));
    }

    /** {@code applications} are those that the rule is limited to, or null for any. */
    Set<Integer> commands(List<Scalar> values, @Nullable Set<Integer> applications) {
        Set<Integer> codes = new HashSet<>();
        for (Scalar value : values) {
            long number = number(value, "command", MAX_COMMAND);
            if (number >= 0) {
                codes.add((int) number);
            } else if (number == NO_NUMBER) {
                codes.addAll(commandsNamed(value, applications));
            }
        }
        return codes;
    }

    /** Warns of commands that are named as answers, for rules that never see one. */
    void warnOfAnswers(List<Scalar> commands) {
        for (Scalar value : commands) {
            List<CommandDefinition> named = dictionary.commands(value.text());
            if (!named.isEmpty() && named.stream().allMatch(command -> isAnswer(value.text(), command))) {
                String request = named.get(0).request();
                report.warning(
                        value.origin(),
                        "command \"" + value.text() + "\" is an answer, and the rule is about requests: it means "
                                + request,
                        "phase = answer is about answers");
            }
        }
    }

    private static boolean isAnswer(String name, CommandDefinition command) {
        return name.equalsIgnoreCase(command.answer()) || name.equalsIgnoreCase(command.longName() + "-Answer");
    }

    /** The number that is written, {@link #NO_NUMBER}, or {@link #TOO_LARGE}, which is then reported. */
    private long number(Scalar value, String what, long most) {
        String text = value.text();
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            return NO_NUMBER;
        }
        long number = Numbers.unsigned(text);
        if (number < 0 || number > most) {
            report.error(value.origin(), what + " " + text + " is larger than " + most, null);
            return TOO_LARGE;
        }
        return number;
    }

    private Set<Integer> commandsNamed(Scalar value, @Nullable Set<Integer> applications) {
        List<CommandDefinition> named = dictionary.commands(value.text());
        if (named.isEmpty()) {
            unknown(
                    value,
                    "command",
                    report.suggest(value.text(), dictionary.commandNames(), "its code may be given instead"));
            return Set.of();
        }
        Set<Integer> fitting = new TreeSet<>();
        Set<Integer> all = new TreeSet<>();
        for (CommandDefinition command : named) {
            all.add(command.code());
            if (applications == null || applications.stream().anyMatch(command::isIn)) {
                fitting.add(command.code());
            }
        }
        if (applications == null && all.size() > 1) {
            report.error(
                    value.origin(),
                    "command \"" + value.text() + "\" is several commands",
                    "name the application too, or its code: " + describe(named));
        } else if (fitting.isEmpty() && applications != null && !applications.isEmpty()) {
            report.warning(
                    value.origin(),
                    "command \"" + value.text() + "\" is not known in the application of this rule",
                    "it is " + describe(named));
        }
        return fitting.isEmpty() ? all : fitting;
    }

    private String describe(List<CommandDefinition> commands) {
        List<String> all = new ArrayList<>();
        for (CommandDefinition command : commands) {
            TreeSet<String> applications = new TreeSet<>();
            for (int id : command.applications()) {
                String name = dictionary.applicationName(id);
                applications.add(name == null ? Integer.toUnsignedString(id) : name);
            }
            String of = applications.isEmpty() ? "" : " of " + String.join("/", applications);
            all.add(command.longName() + " " + command.code() + of);
        }
        return String.join(", ", all);
    }

    /** A Result-Code of an error answer, 3000 to 5999; empty if it is none, which is then reported. */
    OptionalInt errorResult(Scalar value) {
        long number = Numbers.unsigned(value.text());
        if (number < 0) {
            OptionalInt named = resultNamed(value);
            if (named.isEmpty()) {
                return named;
            }
            number = named.getAsInt();
        }
        if (number < 3000 || number > 5999) {
            report.error(
                    value.origin(), "result " + value.text() + " is not an error", "3xxx, 4xxx or 5xxx, RFC 6733 7.1");
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) number);
    }

    /**
     * A Result-Code or an Experimental-Result of an error answer, by name, as {@code 3004} or as {@code "10415:5001"}; null
     * if it is none, which is then reported.
     */
    @Nullable
    ResultValue errorAnswer(Scalar value) {
        String text = value.text();
        int colon = text.indexOf(':');
        List<ResultValue> experimental = dictionary.experimentalResults(text);
        if (colon < 0 && (experimental.isEmpty() || dictionary.resultCode(text).isPresent())) {
            OptionalInt code = errorResult(value);
            return code.isPresent() ? new ResultValue(0, code.getAsInt()) : null;
        }
        if (colon >= 0) {
            long vendor = Numbers.unsigned(text.substring(0, colon));
            long code = Numbers.unsigned(text.substring(colon + 1));
            if (vendor < 1 || vendor > MAX_APPLICATION || code < 0 || code > MAX_APPLICATION) {
                report.error(
                        value.origin(),
                        "result \"" + text + "\" is none",
                        "vendor and code of an Experimental-Result: \"10415:5001\"");
                return null;
            }
            return error(new ResultValue((int) vendor, (int) code), value);
        }
        if (experimental.size() > 1) {
            report.error(value.origin(), "result \"" + text + "\" is several", "write one of " + texts(experimental));
            return null;
        }
        return error(experimental.get(0), value);
    }

    private @Nullable ResultValue error(ResultValue result, Scalar value) {
        if (result.code() >= 3000 && result.code() <= 5999) {
            return result;
        }
        report.error(value.origin(), "result " + value.text() + " is not an error", "3xxx, 4xxx or 5xxx, RFC 6733 7.1");
        return null;
    }

    private static String texts(List<ResultValue> results) {
        return results.stream().map(one -> "\"" + one.text() + "\"").collect(Collectors.joining(" or "));
    }

    private OptionalInt resultNamed(Scalar value) {
        Integer code = dictionary.resultCode(value.text()).orElse(null);
        List<ResultValue> experimental = dictionary.experimentalResults(value.text());
        if (code != null && experimental.isEmpty()) {
            return OptionalInt.of(code);
        }
        if (code != null) {
            report.error(
                    value.origin(),
                    "result \"" + value.text() + "\" is both a Result-Code and an Experimental-Result",
                    code + " is the Result-Code, " + texts(experimental) + " the Experimental-Result: write a number");
        } else if (!experimental.isEmpty()) {
            unknown(value, "result", "that is an Experimental-Result, not a Result-Code");
        } else {
            unknown(value, "result", report.suggest(value.text(), dictionary.resultCodeNames(), null));
        }
        return OptionalInt.empty();
    }

    private void unknown(Scalar value, String what, @Nullable String hint) {
        report.error(value.origin(), "unknown " + what + " \"" + value.text() + "\"", hint);
    }
}
