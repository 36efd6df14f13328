package io.realmgate.routing.model;

import java.util.List;

/** The data of an AVP that an edit writes. */
public sealed interface EditValue {

    /**
     * The same for every message.
     *
     * @param octets a character (0 to 255) for each octet
     */
    record Fixed(String octets) implements EditValue {}

    /** Text with parts that come from the message as it was received. Without one of them, there is no value. */
    record Template(List<Part> parts) implements EditValue {
        public Template {
            parts = List.copyOf(parts);
        }
    }

    /** A piece of a {@link Template}. */
    sealed interface Part {

        /** Text that stays. */
        record Literal(String text) implements Part {}

        /** The value of the first such AVP at the top level of the message; code of the IETF. */
        record Avp(int code) implements Part {}

        /** Identity of the peer that the message came from. */
        record From() implements Part {}

        /** What the message says of its subscriber; digits as text, whatever their encoding. */
        record Subscriber(List<SubscriberSource> sources) implements Part {
            public Subscriber {
                sources = List.copyOf(sources);
            }
        }

        /** What the group of the expression has matched, 0 for all that fits. Only in {@link Edit.Replace}. */
        record Captured(int group) implements Part {}
    }
}
