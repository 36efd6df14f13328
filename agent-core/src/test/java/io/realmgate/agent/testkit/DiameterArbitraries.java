package io.realmgate.agent.testkit;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random AVPs and messages: routing AVPs among unknown ones, vendors, odd flags, empty values, groups in groups. They draw
 * their edge cases themselves: combined by jqwik these would be more than a run has tries.
 */
public final class DiameterArbitraries {
    /** Codes with a meaning to a relay, so that they meet each other often. */
    private static final Arbitrary<Integer> ROUTING_CODES =
            Arbitraries.of(1, 263, 264, 268, 280, 282, 283, 284, 293, 296, 297);

    private DiameterArbitraries() {}

    /** Well-formed AVPs of any meaning: vendor 0 with the V bit, doubled and ill-sized routing AVPs included. */
    public static Arbitrary<TestAvp> avp() {
        return Combinators.combine(code(), flags(), vendor(), data(3)).as(TestAvp::raw);
    }

    public static Arbitrary<List<TestAvp>> avps() {
        return avp().list().ofMaxSize(24).withoutEdgeCases();
    }

    /** Messages whose AVPs are well-formed each by itself. */
    public static Arbitrary<byte[]> message() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 255),
                        Arbitraries.integers().between(0, 0xffffff),
                        word(),
                        word(),
                        avps())
                .as((flags, command, application, id, avps) ->
                        TestMessage.of(flags, command, application, id, ~id, avps))
                .withoutEdgeCases();
    }

    /** Any 32 bits, the ends more often. */
    private static Arbitrary<Integer> word() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)),
                Tuple.of(3, Arbitraries.integers()));
    }

    private static Arbitrary<Integer> code() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, ROUTING_CODES), Tuple.of(2, Arbitraries.integers().between(0, 300)), Tuple.of(2, word()));
    }

    private static Arbitrary<Integer> flags() {
        return Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.of(0, TestAvp.M)),
                Tuple.of(2, Arbitraries.of(TestAvp.V, TestAvp.V | TestAvp.M)),
                Tuple.of(1, Arbitraries.integers().between(0, 255)));
    }

    private static Arbitrary<Integer> vendor() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(10415)), Tuple.of(1, Arbitraries.just(0)), Tuple.of(1, word()));
    }

    private static Arbitrary<byte[]> data(int depth) {
        Arbitrary<byte[]> plain = Arbitraries.bytes().array(byte[].class).ofMaxSize(24);
        Arbitrary<byte[]> four = Arbitraries.bytes().array(byte[].class).ofSize(4);
        Arbitrary<byte[]> leaf = Arbitraries.frequencyOf(
                Tuple.of(3, plain), Tuple.of(2, four), Tuple.of(1, Arbitraries.just(new byte[0])));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<byte[]> group = Combinators.combine(
                        code(), flags(), vendor(), Arbitraries.lazy(() -> data(depth - 1)))
                .as(TestAvp::raw)
                .list()
                .ofMaxSize(3)
                .map(TestAvp::encode);
        return Arbitraries.frequencyOf(Tuple.of(4, leaf), Tuple.of(1, group));
    }
}
