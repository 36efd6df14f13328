package io.realmgate.agent.reload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The difference of two texts as one hunk of a unified diff: all lines between the first and the last difference. Not
 * the shortest one, but its cost grows with the length of the texts only.
 */
final class LineDiff {
    static final int MOST_LINES = 400;
    private static final int CONTEXT = 3;

    private LineDiff() {}

    /**
     * @param before null when there was no such file
     * @param after null when there is none now
     */
    static String of(String name, @Nullable String before, @Nullable String after) {
        List<String> old = before == null ? List.of() : before.lines().toList();
        List<String> now = after == null ? List.of() : after.lines().toList();
        int shorter = Math.min(old.size(), now.size());
        int head = 0;
        while (head < shorter && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        int from = Math.max(0, head - CONTEXT);
        int below = Math.min(tail, CONTEXT);
        StringBuilder text = new StringBuilder();
        text.append("--- ").append(before == null ? "/dev/null" : name).append('\n');
        text.append("+++ ").append(after == null ? "/dev/null" : name).append('\n');
        text.append("@@ -").append(range(from, old.size() - tail + below));
        text.append(" +").append(range(from, now.size() - tail + below)).append(" @@\n");
        Lines lines = new Lines(text);
        lines.add(' ', old.subList(from, head));
        lines.add('-', old.subList(head, old.size() - tail));
        lines.add('+', now.subList(head, now.size() - tail));
        lines.add(' ', now.subList(now.size() - tail, now.size() - tail + below));
        return lines.end();
    }

    /** First line and number of lines; of nothing, the line before it. */
    private static String range(int from, int end) {
        return (end == from ? from : from + 1) + "," + (end - from);
    }

    /** Lines of a hunk, up to the bound. */
    private static final class Lines {
        private final StringBuilder text;
        private int count;

        Lines(StringBuilder text) {
            this.text = text;
        }

        void add(char mark, List<String> lines) {
            for (String line : lines) {
                if (count++ < MOST_LINES) {
                    text.append(mark).append(line).append('\n');
                }
            }
        }

        String end() {
            if (count > MOST_LINES) {
                text.append("... ").append(count - MOST_LINES).append(" more lines\n");
            }
            return text.toString();
        }
    }
}
