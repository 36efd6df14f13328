package io.realmgate.routing.model;

import org.jspecify.annotations.Nullable;

/** What is to be done with one request or answer. Prebuilt: deciding returns the same object every time. */
public sealed interface RouteDecision {

    /** The rule that decided, or null when none did. */
    @Nullable
    Rule rule();

    /** Which of the targets that the rule may name: number of the value in its table, 0 without a table. */
    default int choice() {
        return 0;
    }

    /**
     * A rule sends the request on.
     *
     * @param target a peer or a group
     * @param choice which of the targets that the rule may name: number of the value in its table, 0 without a table
     * @param lastResort who is asked when nobody of {@code target} can take it; null for what its group says
     */
    record Relay(
            Rule rule,
            Target target,
            int choice,
            @Nullable Target lastResort,
            DestinationHostUse destinationHost,
            RetryPolicy retry,
            RedirectAnswer redirect)
            implements RouteDecision {}

    /**
     * A rule has the request answered by ourselves, or its answer, which says success, made an error (RFC 6733 6.2.2).
     *
     * @param resultCode Result-Code of the answer, 3000 to 5999 (RFC 6733 7.1)
     */
    record Reject(Rule rule, int resultCode) implements RouteDecision {}

    /** A rule has the request dropped without an answer. */
    record Discard(Rule rule) implements RouteDecision {}

    /**
     * A rule tells the asker to ask certain peers itself (RFC 6733 6.1.8).
     *
     * @param how with a peer or a group to redirect to
     * @param choice as for {@link Relay}
     */
    record Redirect(Rule rule, Action.Redirect how, int choice) implements RouteDecision {}

    /** A rule tells the asker to ask in another realm (RFC 7075 3.2.1). */
    record RealmRedirect(Rule rule, Action.RealmRedirect how) implements RouteDecision {}

    /** No rule decided: the request goes by Destination-Host, else by realm (RFC 6733 6.1.5, then 6.1.6). */
    record ByDestination() implements RouteDecision {

        @Override
        public @Nullable Rule rule() {
            return null;
        }
    }

    /**
     * An answer goes back to the asker as it came (RFC 6733 6.2.2).
     *
     * @param rule null when no rule decided
     */
    record Back(@Nullable Rule rule) implements RouteDecision {}
}
