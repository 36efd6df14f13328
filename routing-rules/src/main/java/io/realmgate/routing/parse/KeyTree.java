package io.realmgate.routing.parse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an object has so far. A dotted key makes the objects on its way implicitly, and
 * other dotted keys may add to those; what is written with braces or has a value is complete.
 */
final class KeyTree {

    /**
     * Keys that dotted paths may add to one object. The library merges each of them with all that came
     * before, so their cost grows with the square of their number.
     */
    static final int MAX_DOTTED = 100;

    // Most keys have a value and nothing inside.
    private @Nullable Map<String, KeyTree> children;
    private final boolean implicit;
    private final int line;

    private KeyTree(boolean implicit, int line) {
        this.implicit = implicit;
        this.line = line;
    }

    static KeyTree explicit(int line) {
        return new KeyTree(false, line);
    }

    private Map<String, KeyTree> children() {
        Map<String, KeyTree> known = children;
        if (known == null) {
            known = new HashMap<>();
            children = known;
        }
        return known;
    }

    /**
     * What came of adding a key.
     *
     * @param node where keys inside its value go
     * @param earlierLine 0, or the line that set the key or the beginning of its path before
     * @param parts how much of the path is set twice
     */
    record Added(KeyTree node, int earlierLine, int parts) {}

    /** Whether dotted paths have added all that they may to an object on the way of {@code path}. */
    boolean isCrowded(List<String> path) {
        KeyTree at = this;
        for (String part : path) {
            if (at.implicit && at.children().size() >= MAX_DOTTED) {
                return true;
            }
            KeyTree child = at.children().get(part);
            if (child == null) {
                return false;
            }
            at = child;
        }
        return false;
    }

    /** Adds a key with a value; {@code path} has at least one part. */
    Added add(List<String> path, int atLine) {
        KeyTree at = this;
        int last = path.size() - 1;
        for (int i = 0; i < last; i++) {
            KeyTree child = at.children().computeIfAbsent(path.get(i), unused -> new KeyTree(true, atLine));
            if (!child.implicit) {
                return new Added(explicit(atLine), child.line, i + 1);
            }
            at = child;
        }
        KeyTree added = explicit(atLine);
        KeyTree earlier = at.children().putIfAbsent(path.get(last), added);
        return new Added(added, earlier == null ? 0 : earlier.line, path.size());
    }
}
