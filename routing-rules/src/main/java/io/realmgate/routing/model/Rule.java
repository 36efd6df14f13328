package io.realmgate.routing.model;

/**
 * One rule as an operator wrote it.
 *
 * @param index position among all rules of the set, 0 is tried first
 * @param name unique in the set; the label in logs and metrics
 * @param place where the rule begins
 * @param match which requests it is for
 * @param action what it does with them
 */
public record Rule(int index, String name, Place place, Match match, Action action) {

    /** The decision of this rule, to be built once and kept. */
    public RouteDecision decision() {
        if (action instanceof Action.Relay relay) {
            return new RouteDecision.Relay(
                    this,
                    relay.to(),
                    relay.lastResort(),
                    relay.destinationHost(),
                    relay.retry(),
                    relay.redirect(),
                    relay.edits());
        }
        if (action instanceof Action.Redirect redirect) {
            return new RouteDecision.Redirect(this, redirect);
        }
        if (action instanceof Action.RealmRedirect redirect) {
            return new RouteDecision.RealmRedirect(this, redirect);
        }
        return new RouteDecision.Reject(this, ((Action.Reject) action).resultCode());
    }
}
