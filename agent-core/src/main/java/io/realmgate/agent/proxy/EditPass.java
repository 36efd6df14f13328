package io.realmgate.agent.proxy;

import io.realmgate.agent.codec.AvpList;
import java.util.List;

/** Edits that begin at AVPs of different codes, so that one walk over a message does them all. Immutable. */
final class EditPass {
    private final PlannedEdit[] edits;
    /** The {@link AvpList#bit bits} of the AVPs that edits begin at: most AVPs are none, and that shows here. */
    private final long codeBits;

    EditPass(List<PlannedEdit> edits) {
        this.edits = edits.toArray(PlannedEdit[]::new);
        this.codeBits =
                edits.stream().mapToLong(edit -> AvpList.bit(edit.code())).reduce(0, (a, b) -> a | b);
    }

    /** Not to be changed. */
    PlannedEdit[] edits() {
        return edits;
    }

    long codeBits() {
        return codeBits;
    }

    /** Whether an edit may begin at AVPs of this code. */
    boolean mayConcern(int code) {
        return (codeBits & AvpList.bit(code)) != 0;
    }
}
