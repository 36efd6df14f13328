package io.realmgate.routing.parse;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Severity;
import io.realmgate.routing.model.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one file. After so many errors it keeps counting, and says so once. */
final class Problems {

    /** More than anybody reads in one go; a hostile file could hold millions. */
    private static final int MOST = 200;

    private final String file;
    private final List<Diagnostic> out;
    private int errors;
    private int kept;
    private int linesBefore;

    Problems(String file, List<Diagnostic> out) {
        this.file = file;
        this.out = out;
    }

    int errors() {
        return errors;
    }

    /** Whether further findings are no longer kept: then finding a hint for them is wasted work. */
    boolean full() {
        return kept >= MOST;
    }

    /** What is parsed now starts at this line of the file, from 1. */
    void startAt(int line) {
        linesBefore = line - 1;
    }

    Place place(ConfigValue value) {
        return place(value.origin());
    }

    private Place place(@Nullable ConfigOrigin origin) {
        int line = origin == null ? 0 : origin.lineNumber();
        return new Place(file, line <= 0 ? 0 : linesBefore + line);
    }

    void error(int line, String message, @Nullable String hint) {
        errors++;
        add(Severity.ERROR, new Place(file, line), message, hint);
    }

    void error(ConfigValue at, String message, @Nullable String hint) {
        errors++;
        add(Severity.ERROR, place(at), message, hint);
    }

    void error(@Nullable ConfigOrigin at, String message, @Nullable String hint) {
        errors++;
        add(Severity.ERROR, place(at), message, hint);
    }

    void warning(ConfigValue at, String message, @Nullable String hint) {
        add(Severity.WARNING, place(at), message, hint);
    }

    private void add(Severity severity, Place place, String message, @Nullable String hint) {
        kept++;
        if (kept <= MOST) {
            out.add(new Diagnostic(severity, place, message, hint));
        } else if (kept == MOST + 1) {
            out.add(Diagnostic.error(new Place(file, 0), "more than " + MOST + " findings, the rest is left out"));
        }
    }
}
