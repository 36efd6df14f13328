package io.realmgate.agent.reload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to be true of a file for a change to go ahead, so that nobody overwrites what somebody else wrote in between:
 * {@code If-Match} and {@code If-None-Match: *} (RFC 9110 13.1).
 *
 * @param isNew whether there must be no such file
 * @param tags entity tags of which it must have one; empty for any
 */
public record Precondition(boolean isNew, Set<String> tags) {
    public Precondition {
        tags = Set.copyOf(tags);
    }

    /** Whether a file that has this entity tag, or is not there when it is null, may be changed. */
    boolean holds(@Nullable String tag) {
        return isNew ? tag == null : tag != null && (tags.isEmpty() || tags.contains(tag));
    }

    /** The entity tag of a text: strong, quoted, the same for the same octets. */
    public static String tagOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
