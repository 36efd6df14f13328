package io.realmgate.routing.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A first pass over a HOCON text, before the library sees it. It accepts the part of HOCON in which
 * every key is written once and every value stands for itself, and keeps its own stack: the library
 * merges equal keys, joins neighbouring values and expands substitutions in silence, and overflows
 * the thread's stack when brackets are nested deeply.
 */
final class HoconScan {

    private final HoconText in;
    private final Problems problems;
    private final String parted;
    private final Deque<Frame> open = new ArrayDeque<>();
    private final List<HoconPart> parts = new ArrayList<>();
    private int partStart;
    private int partLine = 1;
    private boolean braces;

    private HoconScan(SourceFile file, String parted, Problems problems) {
        this.in = new HoconText(file, problems);
        this.problems = problems;
        this.parted = parted;
    }

    /**
     * The parts in which the text may be given to the library; none if it may not, then {@code problems} say why.
     *
     * @param parted key of the list that may be parted; no key is empty
     */
    static List<HoconPart> parts(SourceFile file, String parted, Problems problems) {
        int before = problems.errors();
        if (file.text().length() > HoconText.MAX_LENGTH) {
            problems.error(0, "the file is longer than " + HoconText.MAX_LENGTH + " characters", null);
            return List.of();
        }
        HoconScan scan = new HoconScan(file, parted, problems);
        try {
            scan.run();
        } catch (HoconText.Unreadable e) {
            problems.error(e.line, e.message, e.hint);
        }
        scan.endPart(file.text().length());
        return problems.errors() == before ? scan.parts : List.of();
    }

    private void endPart(int end) {
        parts.add(new HoconPart(partStart, end, partLine, braces));
        partStart = end;
        partLine = in.line();
    }

    private void run() {
        in.skipByteOrderMark();
        in.skipBlanks();
        if (in.peek() == '[') {
            throw in.unreadable(
                    "the file is a list", "it must hold keys and values: a list has a name, such as rules = [ … ]");
        }
        braces = in.peek() == '{';
        open.push(new Frame('}', braces, in.line(), KeyTree.explicit(in.line()), 1));
        if (braces) {
            in.next();
        }
        Frame frame = open.peek();
        while (frame != null) {
            step(frame);
            frame = open.peek();
        }
        in.skipBlanks();
        if (!in.atEnd()) {
            throw in.unreadable("text after the last closing bracket: " + in.quotedWord(), null);
        }
    }

    /** Reads up to the next element of the innermost open object or list, then that element or its end. */
    private void step(Frame frame) {
        boolean separated = skipSeparators(frame);
        if (in.atEnd()) {
            if (frame.braces) {
                throw in.unreadable("\"" + frame.opener() + "\" of line " + frame.line + " is never closed", null);
            }
            open.pop();
        } else if (in.peek() == '}' || in.peek() == ']') {
            close(frame);
        } else if (!frame.empty && !separated) {
            throw in.missingSeparator();
        } else {
            frame.empty = false;
            if (frame.parted && in.at() - partStart >= HoconPart.ENOUGH) {
                endPart(in.at());
            }
            if (frame.keys != null) {
                readField(frame, frame.keys);
            } else {
                readValue(frame.depth, null);
            }
        }
    }

    private void close(Frame frame) {
        if (in.peek() != frame.closer || !frame.braces) {
            String expected = frame.braces
                    ? "\"" + frame.opener() + "\" of line " + frame.line + " is closed by \"" + in.peek() + "\""
                    : "\"" + in.peek() + "\" closes nothing";
            throw in.unreadable(expected, null);
        }
        in.next();
        open.pop();
    }

    private boolean skipSeparators(Frame frame) {
        boolean separated = in.skipBlanks();
        if (in.peek() == ',') {
            if (frame.empty) {
                throw in.unreadable("nothing is in front of this comma", null);
            }
            in.next();
            in.skipBlanks();
            separated = true;
            if (in.peek() == ',') {
                throw in.unreadable("two commas with nothing between them", null);
            }
        }
        return separated;
    }

    private void readField(Frame frame, KeyTree keys) {
        int line = in.line();
        List<String> path = readPath();
        String key = String.join(".", path);
        in.skipBlanks();
        char next = in.peek();
        if (next == '=' || next == ':') {
            in.next();
            in.skipBlanks();
        } else if (next == '+') {
            throw in.unreadable("\"+=\" is not allowed here", "write the whole value in one place");
        } else if (next != '{') {
            throw in.unreadable(line, "key \"" + key + "\" has no value", "\"=\" and a value, or \"{\", must follow");
        }
        int depth = frame.depth + path.size() - 1;
        if (depth > HoconText.MAX_DEPTH) {
            throw in.tooDeep();
        }
        if (keys.isCrowded(path)) {
            throw in.unreadable(
                    "more than " + KeyTree.MAX_DOTTED + " dotted keys add to one object", "write it with braces");
        }
        KeyTree.Added added = keys.add(path, line);
        if (added.earlierLine() != 0) {
            String twice = String.join(".", path.subList(0, added.parts()));
            problems.error(
                    line, "key \"" + twice + "\" is here twice", "it was first set in line " + added.earlierLine());
        }
        boolean isParted = in.peek() == '[' && frame.depth == 1 && key.equals(parted);
        readValue(depth, added.node());
        Frame inner = open.peek();
        if (isParted && inner != null) {
            inner.parted = true;
        }
    }

    private List<String> readPath() {
        List<String> path = new ArrayList<>();
        while (true) {
            path.add(in.peek() == '"' ? in.quotedKey() : in.unquotedKey());
            if (in.peek() != '.') {
                return path;
            }
            if (path.size() == HoconText.MAX_PATH) {
                throw in.unreadable("a key of more than " + HoconText.MAX_PATH + " parts", "write it with braces");
            }
            in.next();
        }
    }

    /**
     * Reads a value; an object or a list is only opened.
     *
     * @param keys where the keys of an object go, or null for one of its own
     */
    private void readValue(int depth, @Nullable KeyTree keys) {
        switch (in.peek()) {
            case '{' -> open('}', depth, keys == null ? KeyTree.explicit(in.line()) : keys);
            case '[' -> open(']', depth, null);
            case '"' -> in.string();
            default -> in.unquotedValue();
        }
    }

    private void open(char closer, int depth, @Nullable KeyTree keys) {
        if (depth >= HoconText.MAX_DEPTH) {
            throw in.tooDeep();
        }
        open.push(new Frame(closer, true, in.line(), keys, depth + 1));
        in.next();
    }

    /** An object or a list that is open. */
    private static final class Frame {
        final char closer;
        /** False for the outermost object when the file leaves its braces out. */
        final boolean braces;

        final int line;
        /** Null in a list. */
        final @Nullable KeyTree keys;

        final int depth;
        boolean empty = true;
        /** Whether it is the list that may be parted. */
        boolean parted;

        Frame(char closer, boolean braces, int line, @Nullable KeyTree keys, int depth) {
            this.closer = closer;
            this.braces = braces;
            this.line = line;
            this.keys = keys;
            this.depth = depth;
        }

        char opener() {
            return closer == '}' ? '{' : '[';
        }
    }
}
