package io.realmgate.routing.model;

/**
 * Where something is written.
 *
 * @param file the file as its reader named it
 * @param line 1 is the first line; 0 if only the file is known
 */
public record Place(String file, int line) {

    public Place {
        if (line < 0) {
            throw new IllegalArgumentException("line " + line);
        }
    }

    /** {@code file:line}, as editors understand it. */
    public String text() {
        return line == 0 ? file : file + ":" + line;
    }
}
