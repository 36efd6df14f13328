package io.realmgate.routing.model;

/** A realm or host name, or all names below one; in lower case. */
public sealed interface NamePattern {

    /** Whether a name, given in lower case, fits. */
    boolean matches(String lowerCaseName);

    /** As it is written in a file. */
    String text();

    /** One name. */
    record Exact(String name) implements NamePattern {
        @Override
        public boolean matches(String lowerCaseName) {
            return lowerCaseName.equals(name);
        }

        @Override
        public String text() {
            return name;
        }
    }

    /** Every name below a domain, however deep, but not the domain itself. */
    record Below(String domain) implements NamePattern {
        @Override
        public boolean matches(String lowerCaseName) {
            int dot = lowerCaseName.length() - domain.length() - 1;
            return dot > 0 && lowerCaseName.charAt(dot) == '.' && lowerCaseName.endsWith(domain);
        }

        @Override
        public String text() {
            return "*." + domain;
        }
    }
}
