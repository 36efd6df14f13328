package io.realmgate.routing.parse;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many characters a regular expression of RE2 stands for when what it repeats is written out: {@code (ab{3}){100}} for 400.
 * The library writes counted repetitions out when it compiles, nested ones within each other, so memory goes with this number and
 * not with the length of the text.
 */
final class RegexLength {

    /** More than that is not counted. */
    private static final long MOST = 1L << 40;

    private final String regex;
    private final Deque<Group> open = new ArrayDeque<>();
    private Group group = new Group();
    private int at;

    private RegexLength(String regex) {
        this.regex = regex;
    }

    /** At least as many as there are; of a text that is no regular expression any number. */
    static long of(String regex) {
        return new RegexLength(regex).count();
    }

    /** A group that is open: what stands in it so far, and the last thing in it, which a count would repeat. */
    private static final class Group {
        private long all;
        private long last;

        /** One more thing in the group; quotes with nothing in between are none. */
        void add(long length) {
            last = length == 0 ? last : length;
            all = Math.min(MOST, all + length);
        }

        void repeat(long times) {
            long more = Math.min(MOST, last * (Math.max(1, times) - 1));
            last = Math.min(MOST, last + more);
            all = Math.min(MOST, all + more);
        }
    }

    private long count() {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            if (c == '(') {
                open();
            } else if (c == ')') {
                at++;
                close();
            } else if (c == '{') {
                repeat();
            } else if ("*+?|".indexOf(c) >= 0) {
                // What these are for is there once, and a count behind them is for it too.
                at++;
            } else {
                group.add(atom(c));
            }
        }
        while (!open.isEmpty()) {
            close();
        }
        return group.all;
    }

    private void open() {
        at++;
        if (regex.startsWith("?", at)) {
            while (at < regex.length() && ":)>".indexOf(regex.charAt(at)) < 0) {
                at++;
            }
            boolean flagsAlone = regex.startsWith(")", at);
            at = Math.min(at + 1, regex.length());
            if (flagsAlone) {
                // Nothing that could be repeated: a count behind it is for what stands before.
                return;
            }
        }
        open.push(group);
        group = new Group();
    }

    private void close() {
        if (!open.isEmpty()) {
            long length = Math.max(1, group.all);
            group = open.pop();
            group.add(length);
        }
    }

    /** {@code {n}}, {@code {n,}} or <code>{n,m}</code>, or a brace that stands for itself. */
    private void repeat() {
        int brace = at;
        long times = times();
        if (times < 0) {
            at = brace + 1;
            group.add(1);
        } else {
            group.repeat(times);
        }
    }

    /** What is counted up to; -1 if nothing is. */
    private long times() {
        int start = ++at;
        long times = number();
        if (at == start) {
            return -1;
        }
        if (regex.startsWith(",", at)) {
            at++;
            int second = at;
            long most = number();
            times = at == second ? times + 1 : Math.max(times, most);
        }
        if (!regex.startsWith("}", at)) {
            return -1;
        }
        at++;
        return times;
    }

    private long number() {
        long number = 0;
        while (at < regex.length() && regex.charAt(at) >= '0' && regex.charAt(at) <= '9') {
            number = Math.min(MOST >> 20, number * 10 + regex.charAt(at) - '0');
            at++;
        }
        return number;
    }

    /** Goes behind one character, class or quoted text; returns for how many characters it stands. */
    private long atom(char first) {
        if (first == '\\') {
            if (regex.startsWith("\\Q", at)) {
                return quoted();
            }
            at = escaped(at);
        } else if (first == '[') {
            at = behindClass();
        } else {
            at++;
        }
        return 1;
    }

    private long quoted() {
        int end = regex.indexOf("\\E", at);
        int length = (end < 0 ? regex.length() : end) - at - 2;
        at = end < 0 ? regex.length() : end + 2;
        return length;
    }

    /** Where what a backslash begins is over. */
    private int escaped(int backslash) {
        int next = backslash + 2;
        boolean named = backslash + 1 < regex.length() && "pPx".indexOf(regex.charAt(backslash + 1)) >= 0;
        if (named && regex.startsWith("{", next)) {
            int end = regex.indexOf('}', next);
            return end < 0 ? regex.length() : end + 1;
        }
        return Math.min(next, regex.length());
    }

    private int behindClass() {
        int inside = regex.startsWith("^", at + 1) ? at + 2 : at + 1;
        int next = inside;
        // A bracket that comes first stands for itself.
        while (next < regex.length() && (next == inside || regex.charAt(next) != ']')) {
            int named = regex.startsWith("[:", next) ? regex.indexOf(":]", next + 2) : -1;
            if (named >= 0) {
                next = named + 2;
            } else {
                next = regex.charAt(next) == '\\' ? escaped(next) : next + 1;
            }
        }
        return Math.min(next + 1, regex.length());
    }
}
