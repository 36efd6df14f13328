package io.realmgate.routing;

import io.realmgate.routing.model.Rule;
import java.util.Arrays;

/**
 * The rules that a request matched on its way to the one that decided: those that continue and those that only observe, in
 * the order they were tried. A flyweight of one thread: each {@link RoutingTable#decide} begins it anew. It grows to at
 * most as many entries as the table has such rules, and then allocates nothing more.
 */
public final class Trail {

    private static final int FIRST = 8;

    private Rule[] rules = new Rule[FIRST];
    private int size;

    /** How many rules were matched on the way. */
    public int size() {
        return size;
    }

    /** One of them, from 0. */
    public Rule rule(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return rules[index];
    }

    void clear() {
        size = 0;
    }

    void add(Rule rule) {
        if (size == rules.length) {
            rules = Arrays.copyOf(rules, size * 2);
        }
        rules[size++] = rule;
    }
}
