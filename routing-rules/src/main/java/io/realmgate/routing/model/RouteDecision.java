package io.realmgate.routing.model;

import org.jspecify.annotations.Nullable;

/** What is to be done with one request. Prebuilt: deciding returns the same object every time. */
public sealed interface RouteDecision {

    /** The rule that decided, or null when none did. */
    @Nullable
    Rule rule();

    /**
     * A rule sends the request on.
     *
     * @param lastResort who is asked when nobody of {@code target} can take it; null for what its group says
     */
    record Relay(
            Rule rule,
            Target target,
            @Nullable Target lastResort,
            DestinationHostUse destinationHost,
            RetryPolicy retry,
            RedirectAnswer redirect)
            implements RouteDecision {}

    /**
     * A rule has the request answered by ourselves.
     *
     * @param resultCode Result-Code of the answer, 3000 to 5999 (RFC 6733 7.1)
     */
    record Reject(Rule rule, int resultCode) implements RouteDecision {}

    /** A rule has the request dropped without an answer. */
    record Discard(Rule rule) implements RouteDecision {}

    /** A rule tells the asker to ask certain peers itself (RFC 6733 6.1.8). */
    record Redirect(Rule rule, Action.Redirect how) implements RouteDecision {}

    /** A rule tells the asker to ask in another realm (RFC 7075 3.2.1). */
    record RealmRedirect(Rule rule, Action.RealmRedirect how) implements RouteDecision {}

    /** No rule decided: the request goes by Destination-Host, else by realm (RFC 6733 6.1.5, then 6.1.6). */
    record ByDestination() implements RouteDecision {

        @Override
        public @Nullable Rule rule() {
            return null;
        }
    }
}
