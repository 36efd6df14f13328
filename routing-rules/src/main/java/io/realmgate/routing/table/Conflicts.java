package io.realmgate.routing.table;

/** Hears of rows that cannot stand beside each other. Lines are counted from 1; the earlier one comes second. */
public interface Conflicts {

    /** Whether more need not be told. */
    boolean full();

    /** Two rows have the same key. */
    void duplicate(int line, int earlier);

    /** Two rows have numbers in common, and neither lies inside the other. */
    void overlap(int line, int earlier);
}
