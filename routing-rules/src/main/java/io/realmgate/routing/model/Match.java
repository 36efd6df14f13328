package io.realmgate.routing.model;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which requests a rule is for: a tree of tests. Tests carry their values as they were written too, for
 * people to read; two tests of one key differ in more than that text.
 */
public sealed interface Match {

    /** As it could be written in a file, on one line. */
    String text();

    /**
     * Whether it asks for requests to this agent itself, in words and not by leaving the question out.
     * Only such rules see those requests.
     */
    default boolean namesSelf() {
        return false;
    }

    /** All parts hold; with no part, everything matches. */
    record AllOf(List<Match> parts) implements Match {
        public AllOf {
            parts = List.copyOf(parts);
        }

        @Override
        public String text() {
            return parts.isEmpty()
                    ? "{}"
                    : parts.stream().map(Match::text).collect(Collectors.joining(", ", "{ ", " }"));
        }

        @Override
        public boolean namesSelf() {
            return parts.stream().anyMatch(Match::namesSelf);
        }
    }

    /** At least one part holds. */
    record AnyOf(List<Match> parts) implements Match {
        public AnyOf {
            parts = List.copyOf(parts);
        }

        @Override
        public String text() {
            return parts.stream().map(Match::text).collect(Collectors.joining(", ", "any = [", "]"));
        }

        @Override
        public boolean namesSelf() {
            return parts.stream().anyMatch(Match::namesSelf);
        }
    }

    /** The part does not hold. */
    record Not(Match part) implements Match {
        @Override
        public String text() {
            return "not " + part.text();
        }
    }

    /** The application is one of these; 32 unsigned bits in an int. */
    record Application(Set<Integer> ids, String written) implements Match {
        public Application {
            ids = Set.copyOf(ids);
        }

        @Override
        public String text() {
            return "application = " + written;
        }
    }

    /** The command is one of these; codes of 24 bits, requests and answers alike. */
    record Command(Set<Integer> codes, String written) implements Match {
        public Command {
            codes = Set.copyOf(codes);
        }

        @Override
        public String text() {
            return "command = " + written;
        }
    }

    /** A name in the message is one of these. A message without that AVP does not match. */
    record Name(NameField field, List<NamePattern> patterns, String written) implements Match {
        public Name {
            patterns = List.copyOf(patterns);
        }

        @Override
        public String text() {
            return field.key() + " = " + written;
        }
    }

    /** Destination-Host is in one of these states or has one of these names. */
    record DestinationHost(Set<HostState> states, List<NamePattern> patterns, String written) implements Match {
        public DestinationHost {
            states = Set.copyOf(states);
            patterns = List.copyOf(patterns);
        }

        @Override
        public String text() {
            return "destination-host = " + written;
        }

        @Override
        public boolean namesSelf() {
            return states.contains(HostState.SELF);
        }
    }

    /** The peer that the request came from is one of these, or in one of these groups. */
    record From(Set<String> peers, Set<String> groups, String written) implements Match {
        public From {
            peers = Set.copyOf(peers);
            groups = Set.copyOf(groups);
        }

        @Override
        public String text() {
            return "from = " + written;
        }
    }

    /** The names that a message carries, by the key that asks for them. */
    enum NameField {
        DESTINATION_REALM("destination-realm"),
        ORIGIN_REALM("origin-realm"),
        ORIGIN_HOST("origin-host");

        private final String key;

        NameField(String key) {
            this.key = key;
        }

        /** The key in rule files. */
        public String key() {
            return key;
        }
    }

    /** What may be asked about Destination-Host besides its name. */
    enum HostState {
        /** The request has none. */
        ABSENT("absent"),
        /** It is this agent. */
        SELF("self"),
        /** It is one of this agent's peers, up or down. */
        KNOWN("known");

        private final String word;

        HostState(String word) {
            this.word = word;
        }

        /** The word in rule files. */
        public String word() {
            return word;
        }
    }
}
