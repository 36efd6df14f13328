package io.realmgate.routing.parse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that an object has so far. A dotted key makes the objects on its way implicitly, and
 * other dotted keys may add to those; what is written with braces or has a value is complete.
 */
final class KeyTree {

    private final Map<String, KeyTree> children = new HashMap<>();
    private final boolean implicit;
    private final int line;

    private KeyTree(boolean implicit, int line) {
        this.implicit = implicit;
        this.line = line;
    }

    static KeyTree explicit(int line) {
        return new KeyTree(false, line);
    }

    /**
     * What came of adding a key.
     *
     * @param node where keys inside its value go
     * @param earlierLine 0, or the line that set the key or the beginning of its path before
     * @param parts how much of the path is set twice
     */
    record Added(KeyTree node, int earlierLine, int parts) {}

    /** Adds a key with a value; {@code path} has at least one part. */
    Added add(List<String> path, int atLine) {
        KeyTree at = this;
        int last = path.size() - 1;
        for (int i = 0; i < last; i++) {
            KeyTree child = at.children.computeIfAbsent(path.get(i), unused -> new KeyTree(true, atLine));
            if (!child.implicit) {
                return new Added(explicit(atLine), child.line, i + 1);
            }
            at = child;
        }
        KeyTree added = explicit(atLine);
        KeyTree earlier = at.children.putIfAbsent(path.get(last), added);
        return new Added(added, earlier == null ? 0 : earlier.line, path.size());
    }
}
