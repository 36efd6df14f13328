package io.realmgate.agent.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.AvpList;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.table.Digits;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** What {@link AvpValues} finds, against a walk that does not remember anything. */
class AvpValuesFuzzTest {
    private static final List<AvpSlot> ASKED = List.of(
            slot(0, step(1, 0, null)),
            slot(1, step(2, 0, null), step(1, 0, null)),
            slot(2, step(2, 7, null), step(1, 0, null)),
            slot(3, step(2, 0, new AvpPath.Guard(3, 0, 1)), step(1, 0, null)),
            slot(4, step(2, 0, null), step(2, 0, null), step(3, 0, null)),
            slot(5, step(2, 0, null)),
            slot(6, step(-1, 7, null)));

    private final AvpValues values = new AvpValues();

    private static AvpSlot slot(int number, AvpPath.Step... steps) {
        return new AvpSlot(number, new AvpPath(List.of(steps)));
    }

    private static AvpPath.Step step(int code, int vendor, AvpPath.@Nullable Guard guard) {
        return new AvpPath.Step(code, vendor, guard);
    }

    @Property
    void findsWhatIsThereInItsOrder(
            @ForAll("messages") List<List<TestAvp>> messages,
            @ForAll("questions") List<Integer> questions,
            @ForAll("questions") List<Integer> again,
            @ForAll boolean listed) {
        for (List<TestAvp> avps : messages) {
            byte[] octets = TestMessage.request(avps.toArray(TestAvp[]::new));
            DiameterMessage message = new DiameterMessage().wrap(Unpooled.wrappedBuffer(octets), 0, octets.length);
            RoutingAvps scanned = new RoutingAvps();
            scanned.scan(message, listed ? AvpValues.wanted(ASKED) : AvpList.NONE);
            values.show(message, scanned.listed(), ASKED);
            List<Integer> all = new ArrayList<>(questions);
            all.addAll(again);
            for (int question : all) {
                AvpSlot slot = ASKED.get(question);
                List<String> expected = reference(message, slot.path());
                assertThat(found(slot)).isEqualTo(expected);
                Octets first = values.first(slot);
                assertThat(first == null ? List.of() : List.of(Names.text(first)))
                        .isEqualTo(expected.stream().limit(1).toList());
                for (Encoding encoding : Encoding.values()) {
                    assertThat(numbers(slot, encoding)).isEqualTo(numbers(message, slot.path(), encoding));
                    assertThat(values.firstFound(slot, encoding, AvpValuesFuzzTest::lastDigit))
                            .isEqualTo(numbers(message, slot.path(), encoding).stream()
                                    .mapToInt(AvpValuesFuzzTest::lastDigit)
                                    .filter(number -> number != 0)
                                    .findFirst()
                                    .orElse(0));
                }
            }
        }
    }

    private List<String> found(AvpSlot slot) {
        List<String> found = new ArrayList<>();
        values.any(slot, value -> {
            found.add(Names.text(value));
            return false;
        });
        return found;
    }

    private static int lastDigit(long digits) {
        return (int) (Digits.number(digits) % 10);
    }

    private List<Long> numbers(AvpSlot slot, Encoding encoding) {
        List<Long> found = new ArrayList<>();
        values.anyNumber(slot, encoding, number -> {
            found.add(number);
            return false;
        });
        return found;
    }

    private static List<Long> numbers(DiameterMessage message, AvpPath path, Encoding encoding) {
        return octets(message, path).stream()
                .map(octets -> Digits.read(Names.octets(octets), encoding))
                .filter(number -> number != Digits.NONE)
                .toList();
    }

    private static List<String> reference(DiameterMessage message, AvpPath path) {
        return octets(message, path).stream()
                .map(octets -> Names.text(Names.octets(octets)))
                .toList();
    }

    private static List<byte[]> octets(DiameterMessage message, AvpPath path) {
        List<byte[]> found = new ArrayList<>();
        follow(new AvpCursor().over(message), path.steps(), found);
        return found;
    }

    private static void follow(AvpCursor cursor, List<AvpPath.Step> steps, List<byte[]> found) {
        AvpPath.Step step = steps.get(0);
        while (cursor.next()) {
            if (cursor.code() != step.code() || cursor.vendor() != step.vendor() || !holds(cursor, step.guard())) {
                continue;
            }
            if (steps.size() > 1) {
                follow(new AvpCursor().inside(cursor), steps.subList(1, steps.size()), found);
            } else {
                ByteBuf data = cursor.bytes().slice(cursor.dataStart(), cursor.dataLength());
                byte[] octets = new byte[data.readableBytes()];
                data.readBytes(octets);
                found.add(octets);
            }
        }
    }

    private static boolean holds(AvpCursor group, AvpPath.@Nullable Guard guard) {
        if (guard == null) {
            return true;
        }
        AvpCursor member = new AvpCursor().inside(group);
        boolean found = false;
        while (member.next()) {
            found |= member.code() == guard.code()
                    && member.vendor() == guard.vendor()
                    && member.dataLength() == 4
                    && member.unsigned32() == guard.value();
        }
        return found;
    }

    @Provide
    Arbitrary<List<List<TestAvp>>> messages() {
        return avps(3).list().ofMaxSize(12).list().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<Integer>> questions() {
        return Arbitraries.integers().between(0, ASKED.size() - 1).list().ofMaxSize(10);
    }

    private static Arbitrary<TestAvp> avps(int depth) {
        Arbitrary<Integer> codes = Arbitraries.of(1, 2, 3, -1);
        Arbitrary<Integer> flags = Arbitraries.of(TestAvp.M, TestAvp.V | TestAvp.M);
        Arbitrary<Integer> vendors = Arbitraries.of(0, 7);
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
        Arbitrary<byte[]> number = Arbitraries.of(0, 1).map(n -> new byte[] {0, 0, 0, n.byteValue()});
        Arbitrary<byte[]> digits =
                Arbitraries.strings().numeric().ofMaxLength(17).map(text -> text.getBytes(US_ASCII));
        Arbitrary<byte[]> data = Arbitraries.oneOf(noise, number, digits);
        if (depth > 0) {
            Arbitrary<byte[]> group = avps(depth - 1).list().ofMaxSize(4).map(TestAvp::encode);
            Arbitrary<byte[]> torn = Combinators.combine(
                            group, Arbitraries.integers().between(0, 60))
                    .as((octets, cut) -> java.util.Arrays.copyOf(octets, Math.min(octets.length, cut)));
            data = Arbitraries.frequencyOf(Tuple.of(3, data), Tuple.of(4, group), Tuple.of(1, torn));
        }
        return Combinators.combine(codes, flags, vendors, data).as(TestAvp::raw);
    }
}
