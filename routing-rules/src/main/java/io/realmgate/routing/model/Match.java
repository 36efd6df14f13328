package io.realmgate.routing.model;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which requests, or which answers, a rule is for: a tree of tests. Tests carry their values as they were written too, for
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

    /** The tests that it is made of, whichever way they are joined. */
    default Stream<Match> tests() {
        return Stream.of(this);
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

        @Override
        public Stream<Match> tests() {
            return parts.stream().flatMap(Match::tests);
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

        @Override
        public Stream<Match> tests() {
            return parts.stream().flatMap(Match::tests);
        }
    }

    /** The part does not hold. */
    record Not(Match part) implements Match {
        @Override
        public String text() {
            return "not " + part.text();
        }

        @Override
        public Stream<Match> tests() {
            return part.tests();
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

    /** The peer that the message came from is one of these, or in one of these groups. */
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

    /** The peer that asked, and that an answer goes back to, is one of these. */
    record AskedBy(From who) implements Match {
        @Override
        public String text() {
            return "asked-by = " + who.written();
        }
    }

    /** What the answer says came of its request is one of these. */
    record Result(String key, List<ResultRange> ranges, String written) implements Match {
        public Result {
            ranges = List.copyOf(ranges);
        }

        @Override
        public String text() {
            return key + " = " + written;
        }
    }

    /**
     * All results of a vendor, or all Result-Codes, from {@code least} to {@code most}.
     *
     * @param vendor Vendor-Id of an Experimental-Result, 32 unsigned bits; 0 for a Result-Code
     */
    record ResultRange(int vendor, long least, long most) {
        /** Whether the result is one of these; 32 unsigned bits each. */
        public boolean contains(int ofVendor, int code) {
            long number = Integer.toUnsignedLong(code);
            return ofVendor == vendor && number >= least && number <= most;
        }
    }

    /** The connection that the request came in on was made to one of these listeners of ours. */
    record Listener(Set<String> names, String written) implements Match {
        public Listener {
            names = Set.copyOf(names);
        }

        @Override
        public String text() {
            return "listener = " + written;
        }
    }

    /** One of the AVPs at a path passes a test. */
    record Avp(String key, AvpPath path, AvpTest test, String written) implements Match {
        @Override
        public String text() {
            return key + " = " + written;
        }
    }

    /**
     * Something about the subscriber is one of these.
     *
     * @param sources where it may be, in the order they are looked at
     */
    record Subscriber(SubscriberKey subject, List<SubscriberSource> sources, Values values, String written)
            implements Match {
        public Subscriber {
            sources = List.copyOf(sources);
        }

        @Override
        public String text() {
            return subject.key() + " = " + written;
        }
    }

    /** What a subscriber's key is compared with. */
    sealed interface Values {

        /** Numbers, for IMSI and MSISDN. */
        record Digits(List<DigitRange> ranges) implements Values {
            public Digits {
                ranges = List.copyOf(ranges);
            }
        }

        /** Texts, for public identities and APNs. */
        record Texts(List<AvpTest.TextPattern> patterns) implements Values {
            public Texts {
                patterns = List.copyOf(patterns);
            }
        }

        /** Networks. */
        record Plmns(List<Plmn> networks) implements Values {
            public Plmns {
                networks = List.copyOf(networks);
            }
        }
    }

    /**
     * Numbers of one length from {@code least} to {@code most}, or, if {@code open}, every number that begins with {@code
     * least}, which {@code most} then is too.
     */
    record DigitRange(String least, String most, boolean open) {}

    /**
     * A table has a row for something in the message.
     *
     * @param key in rule files
     * @param table its name
     * @param values that the row may have; empty for any
     */
    record InTable(String key, LookupKey where, String table, List<String> values, String written) implements Match {
        public InTable {
            values = List.copyOf(values);
        }

        @Override
        public String text() {
            return key + " = " + written;
        }
    }

    /** Origin-Realm is the realm of the peer that the request came from, or is not. */
    record OriginRealmMatchesPeer(boolean expected) implements Match {
        @Override
        public String text() {
            return "origin-realm-matches-peer = " + expected;
        }
    }

    /**
     * The network that Origin-Realm names is the one of the IMSI, or is not. Neither holds if the realm names no network or
     * there is no IMSI.
     */
    record OriginPlmnMatchesImsi(boolean expected, List<SubscriberSource> imsi) implements Match {
        public OriginPlmnMatchesImsi {
            imsi = List.copyOf(imsi);
        }

        @Override
        public String text() {
            return "origin-plmn-matches-imsi = " + expected;
        }
    }

    /** One of these groups has a member that could take the request now. */
    record GroupUp(List<String> groups, String written) implements Match {
        public GroupUp {
            groups = List.copyOf(groups);
        }

        @Override
        public String text() {
            return "group-up = " + written;
        }
    }

    /** The message has one of these flags (RFC 6733 3); a bit each, as in the header. */
    record Flags(int bits, String written) implements Match {
        @Override
        public String text() {
            return "flags = " + written;
        }
    }

    /** The whole message has as many octets. */
    record Size(List<AvpTest.Range> ranges, String written) implements Match {
        public Size {
            ranges = List.copyOf(ranges);
        }

        @Override
        public String text() {
            return "size = " + written;
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
