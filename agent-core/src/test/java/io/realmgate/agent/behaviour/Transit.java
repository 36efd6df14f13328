package io.realmgate.agent.behaviour;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.realmgate.agent.testkit.DiameterArbitraries;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random requests that a relay has to pass on, whatever they mean, and random answers to them. */
final class Transit {
    /** Base AVPs that a relay interprets: what is wrong with them is answered, so they are kept right. */
    private static final Set<Integer> INTERPRETED = Set.of(263, 264, 268, 282, 283, 284, 293, 296);

    private static final int LARGEST = (1 << 20) - 4096;

    private Transit() {}

    /** Requests for {@code realm}: any application, command, identifiers, reserved bits and AVPs. */
    static Arbitrary<byte[]> requests(String realm) {
        Arbitrary<Integer> flags = Arbitraries.integers().between(0, 0x1f).map(low -> Ask.R | Ask.P | low);
        Arbitrary<TestAvp> destination =
                Arbitraries.of(TestAvp.M, 0, 0x20, 0x5f).map(f -> TestAvp.raw(283, f, 0, realm.getBytes(US_ASCII)));
        return Combinators.combine(flags, commands(), word(), word(), bodies(), destination, Arbitraries.integers())
                .as((f, command, application, id, avps, realmAvp, seed) -> {
                    List<TestAvp> all = new ArrayList<>(avps);
                    all.add(Math.floorMod(seed, all.size() + 1), realmAvp);
                    return TestMessage.of(f, command, application, id, id * seed, all);
                })
                .withoutEdgeCases();
    }

    /** The bodies of answers: well-formed AVPs, or octets that mean nothing. */
    static Arbitrary<byte[]> answerBodies() {
        Arbitrary<byte[]> noise = Arbitraries.integers()
                .between(0, 50)
                .flatMap(words -> Arbitraries.bytes().array(byte[].class).ofSize(words * 4));
        return Arbitraries.frequencyOf(
                        Tuple.of(4, bodies().map(TestAvp::encode)),
                        Tuple.of(1, DiameterArbitraries.avps().map(TestAvp::encode)),
                        Tuple.of(1, noise))
                .withoutEdgeCases();
    }

    /** Any but those of the base protocol that end at the next peer. */
    private static Arbitrary<Integer> commands() {
        return Arbitraries.integers().between(0, 0xffffff).filter(c -> c != 257 && c != 280 && c != 282);
    }

    private static Arbitrary<Integer> word() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of(0, 1, -1, Integer.MIN_VALUE, RawMessages.S6A)),
                Tuple.of(3, Arbitraries.integers()));
    }

    private static Arbitrary<List<TestAvp>> bodies() {
        Arbitrary<Long> seeds = Arbitraries.longs();
        return Arbitraries.frequencyOf(
                        Tuple.of(12, DiameterArbitraries.avps()),
                        Tuple.of(2, seeds.map(Transit::thousand)),
                        Tuple.of(1, seeds.map(Transit::deep)),
                        Tuple.of(1, seeds.map(Transit::large)))
                .map(Transit::passable);
    }

    private static List<TestAvp> passable(List<TestAvp> avps) {
        List<TestAvp> kept = new ArrayList<>();
        for (TestAvp avp : avps) {
            boolean base = !avp.hasVendor() || avp.vendor() == 0;
            if (!base || !INTERPRETED.contains(avp.code())) {
                kept.add(avp);
            } else if (!avp.hasVendor()
                    && avp.code() != 283
                    && avp.code() != 293
                    && (avp.code() != 268 || avp.data().length == 4)) {
                kept.add(avp);
            }
        }
        return kept;
    }

    private static TestAvp random(SplittableRandom random, int size) {
        byte[] data = new byte[size];
        random.nextBytes(data);
        return TestAvp.raw(random.nextInt(), random.nextInt(256), random.nextInt(), data);
    }

    private static List<TestAvp> thousand(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TestAvp> avps = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            avps.add(random(random, random.nextInt(4) == 0 ? 0 : random.nextInt(30)));
        }
        return avps;
    }

    /** Groups in groups, up to a thousand deep. */
    private static List<TestAvp> deep(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TestAvp avp = random(random, random.nextInt(8));
        for (int depth = random.nextInt(1000); depth > 0; depth--) {
            avp = TestAvp.raw(284 + random.nextInt(3), random.nextInt(128), 0, TestAvp.encode(List.of(avp)));
        }
        return List.of(avp);
    }

    private static List<TestAvp> large(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TestAvp> avps = new ArrayList<>();
        for (int left = random.nextInt(LARGEST); left > 16; ) {
            TestAvp avp = random(random, random.nextInt(left - 15));
            avps.add(avp);
            left -= (avp.data().length + 3) / 4 * 4 + 12;
        }
        return avps;
    }
}
