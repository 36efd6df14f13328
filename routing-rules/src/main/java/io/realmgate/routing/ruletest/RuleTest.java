package io.realmgate.routing.ruletest;

import io.realmgate.routing.explain.Question;
import io.realmgate.routing.explain.Way;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.Place;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One expectation of an operator: a message, and what is to become of it.
 *
 * @param name unique in all files
 * @param place where the test begins
 * @param down peers that count as not connected, in lower case
 */
public record RuleTest(String name, Place place, Message message, Set<String> down, Expected expected) {

    public RuleTest {
        down = Set.copyOf(down);
    }

    /** The message that is asked about. */
    public sealed interface Message {

        /** A request made of fields and AVPs. */
        record Made(Question question, List<Avp> avps) implements Message {

            public Made {
                avps = List.copyOf(avps);
            }
        }

        /**
         * A whole message.
         *
         * @param way how it came; from its Origin-Host if that is not said
         */
        record Hex(Way way, String hex) implements Message {}

        /**
         * A message of a capture.
         *
         * @param way how it came if the capture does not tell; from its Origin-Host if that is not said either
         * @param file beside the test file
         * @param frame number of the packet that completes it, 0 for the first that completes a request
         */
        record Captured(Way way, String file, int frame) implements Message {}
    }

    /**
     * An AVP of a message that is made.
     *
     * @param path where it goes; each group on the way is made for it, with what its guard asks for
     * @param data octets without padding; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared: it is written into one message.
    public record Avp(AvpPath path, byte[] data) {}

    /**
     * What is expected; what is null may be anything.
     *
     * @param rule name of the rule that decides, {@value #NO_RULE} for none
     * @param action of that rule
     * @param result Result-Code of the error that it is answered with
     * @param tags all labels that it gets
     * @param matched all rules that match on the way and continue or only observe
     */
    public record Expected(
            @Nullable String rule,
            @Nullable Destination to,
            @Nullable String action,
            @Nullable Integer result,
            @Nullable Set<String> tags,
            @Nullable Set<String> matched) {

        /** What {@code rule} is when no rule is to decide. */
        public static final String NO_RULE = "none";
    }

    /**
     * Where a message is to go.
     *
     * @param peers it goes to one of these, in lower case
     * @param written as it is written, for people
     */
    public record Destination(Set<String> peers, String written) {

        public Destination {
            peers = Set.copyOf(peers);
        }
    }
}
