package io.realmgate.agent.proxy;

import io.realmgate.agent.codec.AvpList;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.Edit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The edits of one rule for one way, made ready: passes over a message, in each of which all edits begin at AVPs of
 * different codes, so that their order does not show. Immutable and thread-safe.
 */
public final class EditPlan {
    /** Changes nothing. */
    public static final EditPlan NONE = of(List.of());

    private final EditPass[] passes;
    private final boolean replaces;

    private EditPlan(EditPass[] passes) {
        this.passes = passes;
        this.replaces = passes.length == 1
                && passes[0].edits().length <= Long.SIZE
                && Arrays.stream(passes[0].edits()).allMatch(PlannedEdit::replaces);
    }

    /** A plan that does the edits one after the other. */
    public static EditPlan of(List<Edit> edits) {
        List<EditPass> passes = new ArrayList<>();
        List<PlannedEdit> pass = new ArrayList<>();
        for (Edit edit : edits) {
            PlannedEdit planned = PlannedEdit.of(edit);
            AvpPath.Step root = planned.step(0);
            if (pass.stream()
                    .anyMatch(other ->
                            other.step(0).code() == root.code() && other.step(0).vendor() == root.vendor())) {
                passes.add(new EditPass(pass));
                pass.clear();
            }
            pass.add(planned);
        }
        if (!pass.isEmpty()) {
            passes.add(new EditPass(pass));
        }
        return new EditPlan(passes.toArray(EditPass[]::new));
    }

    /** Whether messages pass as they are. */
    public boolean isEmpty() {
        return passes.length == 0;
    }

    /** The {@link AvpList#bit bits} of the AVPs that edits begin at. */
    public long wanted() {
        long bits = AvpList.NONE;
        for (EditPass pass : passes) {
            bits |= pass.codeBits();
        }
        return bits;
    }

    /** Whether it is one pass of at most 64 edits, all of which {@linkplain PlannedEdit#replaces replace} AVPs by others. */
    boolean replaces() {
        return replaces;
    }

    /** Not to be changed. */
    EditPass[] passes() {
        return passes;
    }
}
