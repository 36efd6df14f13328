package io.realmgate.routing.model;

/** Where a request is to be sent: a peer or one of a group of peers. The parser has seen that it exists. */
public sealed interface Target {

    /** One peer, by its Diameter identity in lower case; it may be one that a pattern admits. */
    record ToPeer(String identity) implements Target {}

    /** One of the members of a group, by the group's name as it is written. */
    record ToGroup(String group) implements Target {}

    /**
     * The peer or group that a table names for a key of the request. A rule with such a target is only for requests whose key
     * is in the table.
     */
    record ByTable(String table, LookupKey key) implements Target {}
}
