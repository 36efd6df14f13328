package io.realmgate.routing.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whose a peer is. Requests of one partner reach another only through a rule that sends them there. */
public enum Role {
    /** Ours: it may be reached by every peer, and reach every peer. */
    HOME,
    /** Another operator's. */
    PARTNER;

    /** The word in {@code peers.conf}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role that a word names. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** All words, for messages. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Role::word).toList();
    }
}
