package io.realmgate.agent.config;

import java.util.regex.Pattern;

/** A DiameterIdentity or realm: labels of letters, digits, hyphens and underscores (RFC 6733 4.3.1). */
final class DomainName {
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*)(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*))*");
    private static final int LONGEST = 255;

    private DomainName() {}

    static boolean isOne(String text) {
        return text.length() <= LONGEST && NAME.matcher(text).matches();
    }
}
