package io.realmgate.routing.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule does with the requests, or the answers, that it matches. */
public sealed interface Action {

    /**
     * Send the request on, with what every relay adds (RFC 6733 6.1.9); as a relay if there are no edits, else as a proxy.
     *
     * @param lastResort who is asked when nobody of {@code to} can take it; null for the one that {@code to} names itself
     * @param edits what else is changed in the request and its answer
     */
    record Relay(
            Target to,
            @Nullable Target lastResort,
            DestinationHostUse destinationHost,
            RetryPolicy retry,
            RedirectAnswer redirect,
            Edits edits)
            implements Action {}

    /**
     * Give an answer to the asker (RFC 6733 6.2.2).
     *
     * @param edits what is changed in it; those of requests are none
     */
    record PassAnswer(Edits edits) implements Action {}

    /**
     * Answer a request with an error, or make an error of an answer that says success (RFC 6733 6.2.2).
     *
     * @param resultCode 3000 to 5999: protocol errors, transient and permanent failures (RFC 6733
     *     7.1.3 to 7.1.5)
     */
    record Reject(int resultCode) implements Action {

        public Reject {
            if (resultCode < 3000 || resultCode > 5999) {
                throw new IllegalArgumentException("Result-Code " + resultCode + " is not an error");
            }
        }
    }

    /** Answer nothing at all. */
    record Discard() implements Action {}

    /**
     * Decide nothing: the tags of the rule are given, and later rules are tried.
     *
     * @param edits what is changed before the edits of the rule that decides, if the request is sent on
     */
    record Continue(Edits edits) implements Action {}

    /**
     * Answer with 3006: ask one of these peers yourself (RFC 6733 6.1.8).
     *
     * @param cacheSeconds Redirect-Max-Cache-Time, at least 1; 0 with {@link RedirectUsage#DONT_CACHE}
     */
    record Redirect(Target to, RedirectUsage usage, int cacheSeconds) implements Action {}

    /**
     * Answer with 3011: ask in one of these realms (RFC 7075 3.2.1).
     *
     * @param realms in lower case, the one to prefer first
     * @param cacheSeconds as for {@link Redirect}
     */
    record RealmRedirect(List<String> realms, RedirectUsage usage, int cacheSeconds) implements Action {

        public RealmRedirect {
            realms = List.copyOf(realms);
        }
    }
}
