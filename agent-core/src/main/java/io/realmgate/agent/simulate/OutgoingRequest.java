package io.realmgate.agent.simulate;

import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Subscriber;
import org.jspecify.annotations.Nullable;

/**
 * A request to send.
 *
 * @param session the Session-Id it belongs to, or null for a new one
 * @param number of the request in its session, from 0
 */
public record OutgoingRequest(
        Exchange exchange,
        Subscriber subscriber,
        Destination destination,
        @Nullable String session,
        int number) {

    /**
     * Where it shall go.
     *
     * @param host Destination-Host, or null for any server of the realm
     */
    public record Destination(String realm, @Nullable String host) {
        public static Destination realm(String realm) {
            return new Destination(realm, null);
        }
    }

    /** A request that opens a session of its own. */
    public static OutgoingRequest of(Exchange exchange, Subscriber subscriber, Destination destination) {
        return new OutgoingRequest(exchange, subscriber, destination, null, 0);
    }
}
