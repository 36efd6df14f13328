package io.realmgate.routing.parse;

import io.realmgate.routing.Names;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.Plmn;
import org.jspecify.annotations.Nullable;

/** Reads realms and Diameter identities: fully qualified domain names (RFC 6733 4.3.1). */
final class DiameterName {

    /** Octets of a whole name and of one label (RFC 1035 2.3.4). */
    private static final int MAX_NAME = 255;

    private static final int MAX_LABEL = 63;
    private static final String BELOW = "*.";
    private static final String PLMN = "plmn:";

    private DiameterName() {}

    /** The name in lower case, or null if it is none, which is then reported. */
    static @Nullable String read(Scalar value, String what, Report report) {
        return read(value.text(), value, what, report);
    }

    /**
     * A name, {@code *.name} for all names below it, or {@code plmn:001-01} for the realms of a mobile network; null if it is
     * none of them, which is then reported.
     */
    static @Nullable NamePattern pattern(Scalar value, String what, Report report) {
        String text = value.text();
        if (text.startsWith(PLMN)) {
            return network(value, what, report);
        }
        boolean below = text.startsWith(BELOW);
        String name = below ? text.substring(BELOW.length()) : text;
        if (name.indexOf('*') >= 0) {
            report.error(
                    value.origin(),
                    what + " \"" + shorten(text) + "\" may have a \"*\" only as its first part, before a name",
                    "\"*.example.org\" stands for all names below example.org");
            return null;
        }
        String domain = read(name, value, what, report);
        if (domain == null) {
            return null;
        }
        return below ? new NamePattern.Below(domain) : new NamePattern.Exact(domain);
    }

    private static @Nullable NamePattern network(Scalar value, String what, Report report) {
        Plmn plmn = SubscriberParser.plmn(value.text().substring(PLMN.length()));
        if (plmn == null || plmn.mnc().isEmpty()) {
            report.error(
                    value.origin(),
                    what + " \"" + shorten(value.text()) + "\" is not plmn:MCC-MNC",
                    "\"plmn:001-01\" stands for all names below mnc001.mcc001.3gppnetwork.org");
            return null;
        }
        return new NamePattern.Below(plmn.domain());
    }

    private static @Nullable String read(String name, Scalar written, String what, Report report) {
        String problem = problem(name);
        if (problem != null) {
            report.error(written.origin(), what + " \"" + shorten(written.text()) + "\" " + problem, null);
            return null;
        }
        return Names.lowerCase(name);
    }

    /** What keeps the text from being a name, or null if nothing does. */
    static @Nullable String problem(String name) {
        if (name.isEmpty()) {
            return "is empty";
        }
        if (name.length() > MAX_NAME) {
            return "is longer than " + MAX_NAME + " characters";
        }
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return "has an empty part";
                }
                label = 0;
            } else if (isLabelCharacter(c)) {
                label++;
            } else {
                return "may not contain \"" + c + "\"";
            }
            if (label > MAX_LABEL) {
                return "has a part of more than " + MAX_LABEL + " characters";
            }
        }
        return label == 0 ? "ends in a dot" : null;
    }

    // The underscore is not in host names, but it is in names that are in use.
    private static boolean isLabelCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static String shorten(String text) {
        return text.length() > MAX_NAME ? text.substring(0, 40) + "…" : text;
    }
}
