package io.realmgate.routing.check;

import io.realmgate.routing.model.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One finding about the files.
 *
 * @param place where, or null if it is about no single place
 * @param message what is wrong, without the place
 * @param hint what may help, such as {@code did you mean "x"?}, or null
 */
public record Diagnostic(
        Severity severity,
        @Nullable Place place,
        String message,
        @Nullable String hint) {

    /** Characters of a message or a hint. */
    private static final int LONGEST = 1_000;

    /** Messages quote files, and what is quoted goes to logs and terminals: one line, and not too long. */
    public Diagnostic {
        message = oneLine(message);
        hint = hint == null ? null : oneLine(hint);
    }

    private static String oneLine(String text) {
        if (text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        StringBuilder line = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++) {
            line.append(Character.isISOControl(cut.charAt(i)) ? '?' : cut.charAt(i));
        }
        return line.toString();
    }

    /** An error without a hint. */
    public static Diagnostic error(@Nullable Place place, String message) {
        return new Diagnostic(Severity.ERROR, place, message, null);
    }

    /** An error with a hint, which may be null. */
    public static Diagnostic error(@Nullable Place place, String message, @Nullable String hint) {
        return new Diagnostic(Severity.ERROR, place, message, hint);
    }

    /** A warning without a hint. */
    public static Diagnostic warning(@Nullable Place place, String message) {
        return new Diagnostic(Severity.WARNING, place, message, null);
    }

    public static Diagnostic warning(@Nullable Place place, String message, @Nullable String hint) {
        return new Diagnostic(Severity.WARNING, place, message, hint);
    }

    /** Its parts by name, for JSON: severity, file, line, message and hint as far as they are known, and the whole text. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("severity", severity.name());
        if (place != null) {
            fields.put("file", place.file());
            if (place.line() > 0) {
                fields.put("line", place.line());
            }
        }
        fields.put("message", message);
        if (hint != null) {
            fields.put("hint", hint);
        }
        fields.put("text", text());
        return fields;
    }

    /** One line: {@code file:line: message (hint)}; a warning says so before its message. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (place != null) {
            text.append(place.text()).append(": ");
        }
        if (severity == Severity.WARNING) {
            text.append("warning: ");
        }
        text.append(message);
        if (hint != null) {
            text.append(" (").append(hint).append(')');
        }
        return text.toString();
    }
}
