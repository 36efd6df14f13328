package io.realmgate.agent.codec;

import io.realmgate.agent.testkit.DiameterArbitraries;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Messages that mean harm: good ones with lying lengths, turned flags or a torn end, and plain noise. */
final class Hostility {
    /** One change to a message; the AVP that it hits is {@code where} modulo the number of AVPs. */
    record Change(Kind kind, int where, int value) {}

    enum Kind {
        AVP_LENGTH,
        AVP_LENGTH_NUDGE,
        AVP_FLAGS,
        AVP_CODE,
        OCTET,
        CUT
    }

    private Hostility() {}

    static Arbitrary<byte[]> messages() {
        Arbitrary<byte[]> noise =
                Arbitraries.bytes().array(byte[].class).ofMinSize(20).ofMaxSize(120);
        Arbitrary<byte[]> spoilt = Combinators.combine(
                        DiameterArbitraries.message(),
                        changes().list().ofMinSize(1).ofMaxSize(4))
                .as(Hostility::spoil);
        return Arbitraries.frequencyOf(Tuple.of(3, spoilt), Tuple.of(1, noise)).withoutEdgeCases();
    }

    private static Arbitrary<Change> changes() {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(0, 4096),
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(-16, 64),
                                Arbitraries.integers(),
                                Arbitraries.of(0, 7, 11, -1)))
                .as(Change::new);
    }

    private static byte[] spoil(byte[] good, List<Change> changes) {
        byte[] message = good.clone();
        List<ReferenceParser.Avp> avps =
                ReferenceParser.walk(good, 20, good.length).avps();
        for (Change change : changes) {
            if (change.kind() == Kind.CUT) {
                int length = 20 + Math.floorMod(change.where(), message.length - 19);
                message = java.util.Arrays.copyOf(message, length);
            } else if (change.kind() == Kind.OCTET) {
                message[Math.floorMod(change.where(), message.length)] = (byte) change.value();
            } else if (!avps.isEmpty()) {
                spoilAvp(message, avps.get(change.where() % avps.size()), change);
            }
        }
        return message;
    }

    private static void spoilAvp(byte[] message, ReferenceParser.Avp avp, Change change) {
        int at = avp.start();
        if (at + 8 > message.length) {
            return;
        }
        switch (change.kind()) {
            case AVP_FLAGS -> message[at + 4] = (byte) change.value();
            case AVP_CODE -> message[at + 3] = (byte) change.value();
            default -> {
                int length = change.kind() == Kind.AVP_LENGTH ? change.value() : avp.length() + change.value() % 16;
                message[at + 5] = (byte) (length >>> 16);
                message[at + 6] = (byte) (length >>> 8);
                message[at + 7] = (byte) length;
            }
        }
    }
}
