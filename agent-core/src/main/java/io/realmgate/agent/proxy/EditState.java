package io.realmgate.agent.proxy;

/** How one edit of a pass stands. Belongs to one {@link AvpEditor}. */
final class EditState {
    /** Whether it happens: it needs no value, or has one. */
    boolean active;
    /** Whether an AVP is still to be added. */
    boolean toAdd;
    /** Where its value lies among those of the pass, unless it is the same for all messages. */
    int valueStart;

    int valueLength;
}
