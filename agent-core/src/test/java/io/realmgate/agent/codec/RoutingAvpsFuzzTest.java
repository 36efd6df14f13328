package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.DiameterArbitraries;
import io.realmgate.agent.testkit.Fenced;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** {@link RoutingAvps} says what a slow second reading of RFC 6733 says, whatever the bytes are. */
class RoutingAvpsFuzzTest {
    /** One for all tries, as in the agent: nothing of one message may show in the next. */
    private final RoutingAvps reused = new RoutingAvps();

    @Property
    void agreesWithTheReferenceOnWellFormedAvps(@ForAll("messages") byte[] message) {
        check(message);
    }

    @Property
    void agreesWithTheReferenceOnHostileBytes(@ForAll("hostile") byte[] message) {
        check(message);
    }

    @Property
    void faultsLieInsideTheMessage(@ForAll("hostile") byte[] message) {
        RoutingView view = RoutingView.scan(reused, Fenced.exact(message), 0, message.length);
        if (view.result() == 0) {
            assertThat(view.faultStart()).isEqualTo(-1);
        } else {
            assertThat(view.faultStart()).isBetween(20, message.length - 1);
            assertThat(view.faultLength()).isBetween(1, message.length - view.faultStart());
        }
    }

    @Property
    void listsWhatIsWanted(@ForAll("messages") byte[] octets, @ForAll long wanted) {
        DiameterMessage message = new DiameterMessage().wrap(Fenced.amid(octets, 64, 0x00), 64, octets.length);
        List<Integer> expected = new ArrayList<>();
        AvpCursor cursor = new AvpCursor().over(message);
        while (cursor.next()) {
            if ((AvpList.bit(cursor.code()) & wanted) != 0) {
                expected.add(cursor.start());
            }
        }
        AvpList list = new AvpList();
        assertThat(list.fill(message, wanted)).isEqualTo(!cursor.malformed());
        assertThat(starts(list)).isEqualTo(expected);
        if (reused.scan(message, wanted) == 0) {
            assertThat(starts(reused.listed())).isEqualTo(expected);
            assertThat(reused.listed().covers(wanted)).isTrue();
            assertThat(reused.listed().covers(-1L)).isEqualTo(wanted == -1L);
        }
    }

    private static List<Integer> starts(AvpList list) {
        return IntStream.range(0, list.count()).mapToObj(list::start).toList();
    }

    private void check(byte[] message) {
        RoutingView expected = ReferenceParser.route(message);
        int length = message.length;
        assertThat(RoutingView.scan(new RoutingAvps(), Fenced.exact(message), 0, length))
                .isEqualTo(expected);
        assertThat(RoutingView.scan(reused, Fenced.amid(message, 64, 0x00), 64, length))
                .isEqualTo(expected);
        assertThat(RoutingView.scan(reused, Fenced.amid(message, 37, 0xff), 37, length))
                .isEqualTo(expected);
    }

    @Provide
    Arbitrary<byte[]> messages() {
        return DiameterArbitraries.message();
    }

    @Provide
    Arbitrary<byte[]> hostile() {
        return Hostility.messages();
    }
}
