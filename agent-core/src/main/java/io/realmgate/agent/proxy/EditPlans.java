package io.realmgate.agent.proxy;

import io.realmgate.routing.model.Edits;

/** What is changed in a request and in its answer, made ready. Immutable and thread-safe. */
public record EditPlans(EditPlan request, EditPlan answer) {
    /** Of a relay. */
    public static final EditPlans NONE = new EditPlans(EditPlan.NONE, EditPlan.NONE);

    /** Plans that do these edits. */
    public static EditPlans of(Edits edits) {
        return edits.isEmpty() ? NONE : new EditPlans(EditPlan.of(edits.request()), EditPlan.of(edits.answer()));
    }
}
