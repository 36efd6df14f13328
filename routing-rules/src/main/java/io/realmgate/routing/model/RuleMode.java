package io.realmgate.routing.model;

import java.util.Locale;

/** Whether a rule does what it says. */
public enum RuleMode {
    /** It does. */
    ENFORCE,
    /** It is only counted and logged when it matches, and later rules are tried as if it had not. */
    OBSERVE;

    /** The word in rule files, in metrics and in explanations. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
