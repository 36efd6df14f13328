package io.realmgate.routing.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an AVP lies in a message: a way through Grouped AVPs (RFC 6733 4.4), from the top level down. It leads to every
 * AVP that is reached by its steps, so to several if one of them occurs several times.
 *
 * @param steps at least one; the last is the AVP that is meant
 */
public record AvpPath(List<Step> steps) {

    public AvpPath {
        steps = List.copyOf(steps);
    }

    /**
     * One AVP on the way.
     *
     * @param code AVP code, 32 unsigned bits
     * @param vendor Vendor-ID, 0 for AVPs of the IETF
     * @param guard what has to be inside it, or null
     */
    public record Step(int code, int vendor, @Nullable Guard guard) {}

    /**
     * Picks one of several groups by a number inside it, such as a Subscription-Id by its Subscription-Id-Type.
     *
     * @param value of an AVP of four octets
     */
    public record Guard(int code, int vendor, int value) {}

    /** The AVP that is meant. */
    public Step last() {
        return steps.get(steps.size() - 1);
    }
}
