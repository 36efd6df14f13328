package io.realmgate.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the message: the peer at the other end of the connection it came in on, which is not
 * the Origin-Host of a request that was relayed before. One object per connection, alive as long
 * as the generation of rules it was made for. Asking it allocates nothing.
 */
public interface Ingress {

    /** The peer's Diameter identity, in lower case. */
    String identity();

    /** Name of the listener that the connection came in by; null if that has none, or if we made the connection. */
    @Nullable
    String listener();

    /** The peer's realm by {@code peers.conf}, in lower case. */
    String realm();

    /** Whether the peer belongs to the group: as a member, or because of the pattern that admitted it. */
    boolean inGroup(String group);

    /** Names of all its groups, to be read by position: an iterator would be garbage for every message. */
    List<String> groups();
}
