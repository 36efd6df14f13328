package io.realmgate.agent.peer;

import java.util.Locale;

/** Which of two connections stays when both sides connected at once (RFC 6733 5.6.4). */
final class Election {
    private Election() {}

    /** The election between us, as we call ourselves towards {@code peer}, and it. */
    static boolean isWon(Peer peer) {
        return isWon(peer.terms().local().identity(), peer.identity());
    }

    /**
     * Whether the connection that we accepted stays: our identity is the higher one, compared octet by octet with 'a' to
     * 'z' equal to 'A' to 'Z'.
     */
    static boolean isWon(String local, String remote) {
        return local.toLowerCase(Locale.ROOT).compareTo(remote.toLowerCase(Locale.ROOT)) > 0;
    }
}
