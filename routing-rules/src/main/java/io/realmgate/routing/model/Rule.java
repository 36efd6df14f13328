package io.realmgate.routing.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule as an operator wrote it.
 *
 * @param index position among all rules of the set, 0 is tried first
 * @param name unique in the set; the label in logs and metrics
 * @param place where the rule begins
 * @param phase whether it is about requests or about answers
 * @param match which of them it is for
 * @param action what it does with them
 * @param conduct how it takes part
 */
public record Rule(int index, String name, Place place, Phase phase, Match match, Action action, Conduct conduct) {

    public RuleMode mode() {
        return conduct.mode();
    }

    /** Labels that the requests it is for get, unless it only observes. */
    public List<String> tags() {
        return conduct.tags();
    }

    /** Whether no later rule is tried when it matches: it neither continues nor only observes. */
    public boolean decides() {
        return mode() == RuleMode.ENFORCE && !(action instanceof Action.Continue);
    }

    /** The table that says where requests go, or null if the rule says so itself. */
    public Target.@Nullable ByTable table() {
        Target to = action instanceof Action.Relay relay
                ? relay.to()
                : action instanceof Action.Redirect redirect ? redirect.to() : null;
        return to instanceof Target.ByTable table ? table : null;
    }

    /** What it changes in the messages that it is for; nothing if it only observes. */
    public Edits edits() {
        if (mode() == RuleMode.OBSERVE) {
            return Edits.NONE;
        }
        if (action instanceof Action.Relay relay) {
            return relay.edits();
        }
        if (action instanceof Action.PassAnswer pass) {
            return pass.edits();
        }
        return action instanceof Action.Continue continues ? continues.edits() : Edits.NONE;
    }

    /** What it decides when it is enforced, to be built once and kept; null for a rule that continues. */
    public @Nullable RouteDecision decision() {
        return decision(null, 0);
    }

    /**
     * The same for one of the targets of its {@link #table}.
     *
     * @param target null for what the rule names itself
     * @param choice number of the value in the table
     */
    public @Nullable RouteDecision decision(@Nullable Target target, int choice) {
        if (action instanceof Action.Relay relay) {
            return new RouteDecision.Relay(
                    this,
                    target == null ? relay.to() : target,
                    choice,
                    relay.lastResort(),
                    relay.destinationHost(),
                    relay.retry(),
                    relay.redirect());
        }
        if (action instanceof Action.Redirect redirect) {
            Action.Redirect how =
                    target == null ? redirect : new Action.Redirect(target, redirect.usage(), redirect.cacheSeconds());
            return new RouteDecision.Redirect(this, how, choice);
        }
        if (action instanceof Action.RealmRedirect redirect) {
            return new RouteDecision.RealmRedirect(this, redirect);
        }
        if (action instanceof Action.Reject reject) {
            return new RouteDecision.Reject(this, reject.resultCode());
        }
        if (action instanceof Action.PassAnswer) {
            return new RouteDecision.Back(this);
        }
        return action instanceof Action.Discard ? new RouteDecision.Discard(this) : null;
    }
}
