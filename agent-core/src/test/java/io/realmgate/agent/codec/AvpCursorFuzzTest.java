package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.testkit.DiameterArbitraries;
import io.realmgate.agent.testkit.Fenced;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** {@link AvpCursor} walks any bytes as the reference does, also when every value is taken for a group. */
class AvpCursorFuzzTest {
    private static final int DEEP = 4;

    @Property
    void walksAsTheReferenceDoes(@ForAll("anything") byte[] message) {
        List<String> expected = new ArrayList<>();
        reference(message, 20, message.length, DEEP, expected);
        for (int before : new int[] {0, 13}) {
            ByteBuf bytes = before == 0 ? Fenced.exact(message) : Fenced.amid(message, before, 0xa5);
            AvpCursor cursor = new AvpCursor().over(new DiameterMessage().wrap(bytes, before, message.length));
            List<String> actual = new ArrayList<>();
            walk(cursor, before, before + 20, before + message.length, DEEP, actual);
            assertThat(actual).isEqualTo(expected);
        }
    }

    /** {@code from} and {@code end}: the window that the cursor was given. */
    private static void walk(AvpCursor cursor, int base, int from, int end, int deep, List<String> out) {
        int steps = 0;
        while (cursor.next()) {
            steps++;
            out.add(deep + " " + (cursor.start() - base) + " " + cursor.code() + " " + cursor.flags() + " "
                    + cursor.vendor() + " " + (cursor.dataStart() - base) + " " + cursor.dataLength());
            if (deep > 0) {
                int inner = cursor.dataStart();
                walk(new AvpCursor().inside(cursor), base, inner, inner + cursor.dataLength(), deep - 1, out);
            }
        }
        assertThat(steps).as("each step is eight octets at least").isLessThanOrEqualTo((end - from) / 8);
        if (cursor.malformed()) {
            out.add(deep + " malformed at " + (cursor.start() - base));
            assertThat(cursor.start()).isBetween(from, end - 1);
            assertThat(cursor.start() + cursor.length()).isBetween(cursor.start() + 1, end);
        }
    }

    private static void reference(byte[] bytes, int from, int end, int deep, List<String> out) {
        ReferenceParser.Walk walk = ReferenceParser.walk(bytes, from, end);
        for (ReferenceParser.Avp avp : walk.avps()) {
            int dataLength = avp.start() + avp.length() - avp.dataStart();
            out.add(deep + " " + avp.start() + " " + avp.code() + " " + avp.flags() + " " + avp.vendor() + " "
                    + avp.dataStart() + " " + dataLength);
            if (deep > 0) {
                reference(bytes, avp.dataStart(), avp.dataStart() + dataLength, deep - 1, out);
            }
        }
        if (walk.brokenAt() >= 0) {
            out.add(deep + " malformed at " + walk.brokenAt());
        }
    }

    @Provide
    Arbitrary<byte[]> anything() {
        return Arbitraries.oneOf(DiameterArbitraries.message(), Hostility.messages());
    }
}
