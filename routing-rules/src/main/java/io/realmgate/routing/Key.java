package io.realmgate.routing;

import io.realmgate.routing.model.NamePattern;

/** A value of a {@link Dimension} under which the index lists rules. */
public sealed interface Key {

    /** An Application-ID, 32 unsigned bits, or a command code. */
    record Code(int value) implements Key {}

    /** A name, or all names below one. */
    record Name(NamePattern pattern) implements Key {}

    /** The peer that the request came from, by its identity in lower case. */
    record Peer(String identity) implements Key {}

    /** A group of that peer. */
    record Group(String name) implements Key {}
}
