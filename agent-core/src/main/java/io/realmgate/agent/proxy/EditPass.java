package io.realmgate.agent.proxy;

import java.util.List;

/** Edits that begin at AVPs of different codes, so that one walk over a message does them all. Immutable. */
final class EditPass {
    private final PlannedEdit[] edits;
    /** For each edit one bit of 64, by the code that it begins at: most AVPs concern none, and that shows here. */
    private final long codeBits;

    EditPass(List<PlannedEdit> edits) {
        this.edits = edits.toArray(PlannedEdit[]::new);
        this.codeBits = edits.stream().mapToLong(edit -> 1L << edit.code()).reduce(0, (a, b) -> a | b);
    }

    /** Not to be changed. */
    PlannedEdit[] edits() {
        return edits;
    }

    /** Whether an edit may begin at AVPs of this code. */
    boolean mayConcern(int code) {
        return (codeBits >>> code & 1) != 0;
    }
}
