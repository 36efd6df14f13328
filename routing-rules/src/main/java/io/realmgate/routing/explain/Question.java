package io.realmgate.routing.explain;

import io.realmgate.routing.Names;
import io.realmgate.routing.dictionary.CommandDefinition;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.ResultValue;
import io.realmgate.routing.parse.Suggest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request, or the answer to one, that somebody asks about, by what rules may look at. Names are as they were given; null
 * is "the message has none".
 *
 * @param from identity of the peer it came from, in lower case
 * @param listener name of the listener that this peer connected to
 * @param answer null for a request
 * @param application 32 unsigned bits
 */
public record Question(
        String from,
        @Nullable String listener,
        int application,
        int command,
        @Nullable String destinationRealm,
        @Nullable String destinationHost,
        @Nullable String originRealm,
        @Nullable String originHost,
        @Nullable String sessionId,
        @Nullable String userName,
        @Nullable OfAnswer answer) {

    /**
     * What there is to ask about an answer besides.
     *
     * @param askedBy identity of the peer that it goes back to, in lower case
     * @param result null if it says none
     */
    public record OfAnswer(String askedBy, @Nullable ResultValue result) {}

    /** Every field, as it is written. */
    public static final List<String> FIELDS = List.of(
            "from",
            "listener",
            "application",
            "command",
            "destination-realm",
            "destination-host",
            "origin-realm",
            "origin-host",
            "session-id",
            "user-name",
            "phase",
            "asked-by",
            "result",
            "experimental-result");

    private static final long MAX_APPLICATION = 0xffff_ffffL;
    private static final long MAX_COMMAND = 0xff_ffff;
    /** Longer names do not exist (RFC 1035 2.3.4). */
    private static final int LONGEST_NAME = 255;

    /** A question that cannot be answered; the message says what is wrong with it, for the one who asked. */
    public static final class UnclearException extends Exception {

        private static final long serialVersionUID = 1L;

        UnclearException(String message) {
            super(message);
        }
    }

    /**
     * Reads a question: applications and commands by name or number; {@code from}, {@code application} and {@code command}
     * have to be there.
     *
     * @param listeners names that there are
     */
    public static Question read(Map<String, String> fields, Dictionary dictionary, Set<String> listeners)
            throws UnclearException {
        for (String field : fields.keySet()) {
            if (!FIELDS.contains(field)) {
                throw new UnclearException("unknown field \"" + Names.text(Names.octets(field)) + "\""
                        + suggestion(
                                field,
                                FIELDS,
                                "one of " + String.join(", ", FIELDS)
                                        + "; other AVPs: the whole message as hex, or avps of a rule test"));
            }
        }
        int application = application(required(fields, "application"), dictionary);
        return new Question(
                Names.lowerCase(name("from", required(fields, "from"))),
                listener(fields, listeners),
                application,
                command(required(fields, "command"), application, dictionary),
                optional(fields, "destination-realm"),
                optional(fields, "destination-host"),
                optional(fields, "origin-realm"),
                optional(fields, "origin-host"),
                optional(fields, "session-id"),
                optional(fields, "user-name"),
                AnswerFields.read(fields, dictionary));
    }

    /** Whether it is about a request or about an answer. */
    public Phase phase() {
        return answer == null ? Phase.REQUEST : Phase.ANSWER;
    }

    private static String required(Map<String, String> fields, String field) throws UnclearException {
        String value = fields.get(field);
        if (value == null || value.isBlank()) {
            throw new UnclearException("\"" + field + "\" is missing: from, application and command are needed");
        }
        return value.strip();
    }

    private static @Nullable String optional(Map<String, String> fields, String field) throws UnclearException {
        String value = fields.get(field);
        return value == null ? null : name(field, value.strip());
    }

    static @Nullable String listener(Map<String, String> fields, Set<String> known) throws UnclearException {
        String name = optional(fields, "listener");
        if (name == null || known.contains(name)) {
            return name;
        }
        throw new UnclearException("unknown listener \"" + Names.text(Names.octets(name)) + "\""
                + suggestion(
                        name,
                        known,
                        known.isEmpty()
                                ? "no entry of agent.listen has a name"
                                : "known: " + String.join(", ", new TreeSet<>(known))));
    }

    static String name(String field, String value) throws UnclearException {
        if (value.isEmpty() || value.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new UnclearException("\"" + field + "\" has 1 to " + LONGEST_NAME + " octets");
        }
        return value;
    }

    private static int application(String text, Dictionary dictionary) throws UnclearException {
        if (isNumber(text)) {
            return number("application", text, MAX_APPLICATION);
        }
        Integer known = dictionary.application(text).orElse(null);
        if (known == null) {
            throw unknown("application", text, dictionary.applicationNames());
        }
        return known;
    }

    private static int command(String text, int application, Dictionary dictionary) throws UnclearException {
        if (isNumber(text)) {
            return number("command", text, MAX_COMMAND);
        }
        List<CommandDefinition> named = dictionary.commands(text);
        Set<Integer> codes = new TreeSet<>();
        for (CommandDefinition command : named) {
            if (command.isIn(application)) {
                codes.add(command.code());
            }
        }
        // A command of another application may be sent all the same: it is routed like any other.
        if (codes.isEmpty()) {
            named.forEach(command -> codes.add(command.code()));
        }
        if (codes.isEmpty()) {
            throw unknown("command", text, dictionary.commandNames());
        }
        if (codes.size() > 1) {
            throw new UnclearException("command \"" + text + "\" is several commands: give one of the codes " + codes);
        }
        return codes.iterator().next();
    }

    static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static int number(String what, String text, long most) throws UnclearException {
        if (text.length() > 10 || Long.parseLong(text) > most) {
            throw new UnclearException(what + " " + text + " is larger than " + most);
        }
        return (int) Long.parseLong(text);
    }

    static UnclearException unknown(String what, String text, Collection<String> names) {
        return new UnclearException("unknown " + what + " \"" + Names.text(Names.octets(text)) + "\""
                + suggestion(text, names, "its number may be given instead"));
    }

    private static String suggestion(String word, Collection<String> known, String otherwise) {
        return " ("
                + Suggest.closest(word, known)
                        .map(meant -> "did you mean \"" + meant + "\"?")
                        .orElse(otherwise)
                + ")";
    }
}
