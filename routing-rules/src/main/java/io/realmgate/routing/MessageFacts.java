package io.realmgate.routing;

import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.table.Digits;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What rules may ask about one request or answer. It is implemented over the received bytes and reused for
 * every message, so neither it nor what it returns may be kept after the call. Each accessor of a
 * name has a view of its own: two of them can be looked at side by side. If an AVP that may occur
 * once is there several times, the first one counts.
 */
public interface MessageFacts {

    /** Application-ID of the header (RFC 6733 3): 32 unsigned bits in an int. */
    int application();

    /** Command code of the header (RFC 6733 3): 24 bits. */
    int command();

    /** Destination-Realm (RFC 6733 6.6), or null if the request has none. */
    @Nullable
    Octets destinationRealm();

    /** Destination-Host (RFC 6733 6.5), or null if the request has none. */
    @Nullable
    Octets destinationHost();

    /** Origin-Realm (RFC 6733 6.4), or null if the request has none. */
    @Nullable
    Octets originRealm();

    /** Origin-Host (RFC 6733 6.3), or null if the request has none. */
    @Nullable
    Octets originHost();

    /** The peer that the message came from: of an answer, the one that answered us. */
    Ingress ingress();

    /** Which rules are asked about the message. */
    default Phase phase() {
        return Phase.REQUEST;
    }

    /** The peer that asked: of an answer, the one that it goes back to. */
    default Ingress asker() {
        return ingress();
    }

    /** Vendor-Id of the Experimental-Result of an answer; 0 of a Result-Code (RFC 6733 7.1, 7.6), and of a request. */
    default int resultVendor() {
        return 0;
    }

    /** What an answer says came of its request, 32 unsigned bits; 0 if it does not say, and of a request. */
    default int resultCode() {
        return 0;
    }

    /**
     * Whether the request is for this agent itself: Destination-Host is its identity, or there is
     * neither Destination-Host nor Destination-Realm (RFC 6733 6.1.4).
     */
    boolean isLocal();

    /** Whether Destination-Host is there and is one of this agent's peers, connected or not. */
    boolean destinationHostIsKnown();

    /** The flags of the header (RFC 6733 3), 0 to 255. */
    int flags();

    /** Octets of the whole message, header included. */
    int length();

    /**
     * Whether one of the AVPs that {@code avp} leads to passes {@code test}; they are tried in the order of the message. What
     * is malformed inside a group is not there.
     *
     * @param avp of the table that is asked
     * @param test keeps nothing of what it is given
     */
    boolean anyAvp(AvpSlot avp, Predicate<Octets> test);

    /** The first of the AVPs that {@code avp} leads to, or null; a view of its own, which the next call moves. */
    @Nullable
    Octets firstAvp(AvpSlot avp);

    /**
     * Whether one of the numbers of subscribers that {@code avp} leads to passes {@code test}; values that are none are left
     * out.
     *
     * @param avp of the table that is asked
     * @param encoding how the values are to be read
     * @param test is given {@link Digits}
     */
    default boolean anyNumber(AvpSlot avp, Encoding encoding, LongPredicate test) {
        return anyAvp(avp, value -> {
            long digits = Digits.read(value, encoding);
            return digits != Digits.NONE && test.test(digits);
        });
    }

    /**
     * The first number but 0 that {@code search} has for one of the AVPs that {@code avp} leads to, in the order of the
     * message; 0 if there is none.
     *
     * @param search keeps nothing of what it is given
     */
    default int firstFound(AvpSlot avp, ToIntFunction<Octets> search) {
        int[] found = {0};
        anyAvp(avp, value -> (found[0] = search.applyAsInt(value)) != 0);
        return found[0];
    }

    /** The same for {@link #anyNumber numbers of subscribers}. */
    default int firstFound(AvpSlot avp, Encoding encoding, LongToIntFunction search) {
        int[] found = {0};
        anyNumber(avp, encoding, digits -> (found[0] = search.applyAsInt(digits)) != 0);
        return found[0];
    }

    /** Whether a member of the group is up and takes the request's application. */
    boolean isGroupUp(String group);
}
