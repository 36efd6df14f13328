package io.realmgate.routing;

/** Of what in a message the index can tell at once which rules cannot hold. Those that cost least come first. */
public enum Dimension {
    /** Keys are {@link Key.Code}. */
    APPLICATION,
    /** Keys are {@link Key.Code}. */
    COMMAND,
    /** Keys are {@link Key.Peer} and {@link Key.Group}. */
    FROM,
    /** Keys are {@link Key.Name}, as of all that follow. */
    DESTINATION_REALM,
    DESTINATION_HOST,
    ORIGIN_REALM,
    ORIGIN_HOST
}
