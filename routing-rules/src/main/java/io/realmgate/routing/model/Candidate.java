package io.realmgate.routing.model;

/**
 * A peer as a member of a group.
 *
 * @param peer Diameter identity in lower case
 * @param priority 0 to 65535; the lower number is preferred, and the next is used only when no
 *     member of a lower one can be
 * @param weight 1 to 65535; share of the requests among members of one priority
 */
public record Candidate(String peer, int priority, int weight) {

    /** Largest priority number and largest weight. */
    public static final int MAX = 65_535;

    public Candidate {
        if (priority < 0 || priority > MAX || weight < 1 || weight > MAX) {
            throw new IllegalArgumentException("priority " + priority + ", weight " + weight);
        }
    }
}
