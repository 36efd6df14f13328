package io.realmgate.agent.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realmgate.agent.load.LoadPlan.Destination;
import io.realmgate.agent.load.LoadPlan.Pace;
import io.realmgate.agent.load.LoadPlan.SubscriberRange;
import io.realmgate.agent.load.LoadPlan.Work;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Identifiers, windows, schedules, templates, and what {@code /proc} says. */
class LoadPartsTest {
    private static final Pattern IMSI = Pattern.compile("00101\\d{10}");
    private static final Instant STARTED = Instant.ofEpochSecond(1_700_000_000);

    @Property
    void hexDigitsAreThoseOfTheNumberAndLeadBack(@ForAll int value) {
        byte[] text = ByteBuffer.allocate(8).putLong(HexDigits.of(value)).array();
        assertThat(new String(text, StandardCharsets.US_ASCII)).isEqualTo(String.format(Locale.ROOT, "%08x", value));
        assertThat(HexDigits.value(HexDigits.of(value))).isEqualTo(value);
    }

    @Test
    void aWindowGivesEachPlaceAgainUnderAnotherIdentifier() {
        Window window = new Window(2);
        int first = window.take(7, 100);
        int second = window.take(8, 200);
        assertThat(window.isFull()).isTrue();
        assertThat(window.isWaiting(first, 8)).isFalse();
        assertThat(window.isWaiting(first, 7)).isTrue();
        assertThat(window.release(first)).isEqualTo(100);
        int again = window.take(9, 300);
        assertThat(again).isNotEqualTo(first);
        assertThat(again & 0xffff).isEqualTo(first & 0xffff);
        assertThat(window.isWaiting(first, 7)).isFalse();
        assertThat(window.wasSent(first)).isTrue();
        assertThat(window.expire(300)).isEqualTo(1);
        assertThat(window.wasLost(second)).isTrue();
        assertThat(window.wasLost(again)).isFalse();
        assertThat(window.waiting()).isEqualTo(1);
    }

    @Test
    void aRateRisesEvenlyAndThenStays() {
        Schedule schedule = new Schedule(pace(1000, 2));
        assertThat(schedule.due(0)).isZero();
        // Half of the time brings a quarter of the requests of the warm-up, of which there are 1,000.
        assertThat(schedule.due(250)).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(schedule.due(1000)).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(schedule.due(1500) - schedule.due(1000))
                .isEqualTo(Duration.ofMillis(500).toNanos());
        assertThat(new Schedule(pace(1000, 0)).due(10))
                .isEqualTo(Duration.ofMillis(10).toNanos());
    }

    @ParameterizedTest
    @CsvSource({"ULR, 400", "ULR, 161", "ULR, 65536", "CCR-I, 1500", "ACR-START, 300", "AIR, 4096"})
    void aRequestHasTheSizeThatWasAskedFor(String name, int size) {
        RequestTemplate template = template(name, size, "home.example", 1);
        assertThat(template.length()).isBetween(size - 11, size);
        assertThat(template.bytes().getInt(0) & 0xffffff).isEqualTo(template.length());
        assertThat(template.length() % 4).isZero();
    }

    @Test
    void aSizeThatCannotBeSaysWhatCan() {
        assertThatThrownBy(() -> template("ULR", 100, "home.example", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("client-0.visited.example has at least 1");
        RequestTemplate shortest = new RequestTemplate(work("ULR", 100, "h", 1), "c0.v", "v", STARTED);
        assertThat(shortest.length()).isLessThanOrEqualTo(100);
    }

    @Test
    void subscribersAndRealmsSpreadOverTheirRangesAndFollowFromTheIdentifier() {
        RequestTemplate template = template("CCR-I", 800, "realm-%d.example", 250);
        ByteBuffer out = ByteBuffer.allocateDirect(2048);
        Set<String> realms = new HashSet<>();
        Set<String> subscribers = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            template.write(out, 4, i, i);
            String text = text(out, 4, template.length());
            String realm = text.substring(text.indexOf("realm-"), text.indexOf("realm-") + 17);
            assertThat(realm).isEqualTo(String.format(Locale.ROOT, "realm-%03d.example", template.realm(i)));
            realms.add(realm);
            IMSI.matcher(text).results().forEach(found -> subscribers.add(found.group()));
        }
        assertThat(realms).hasSize(250);
        assertThat(subscribers).hasSize(40).contains("001010000000500", "001010000000539");
        template.write(out, 0, 99, 4711);
        String once = text(out, 0, template.length());
        template.write(out, 0, 99, 4711);
        assertThat(text(out, 0, template.length())).isEqualTo(once).contains(";6553f100;0000006300001267");
    }

    @ParameterizedTest
    @CsvSource({"1, 31", "2, 31", "3, 30", "4, 30", "5, 29", "10000, 18", "16384, 18"})
    void whatTheNumbersOfClientsLeaveIsARunningNumber(int clients, int bits) {
        assertThat(plan(clients).sequenceBits()).isEqualTo(bits);
        int last = clients - 1 << bits;
        assertThat(last >>> bits).isEqualTo(clients - 1);
    }

    @Test
    void fourClientsDrawNearlyAllOfAMillionNumbers() {
        RequestTemplate template = template("ULR", 400, "r%d.example", 1_000_000);
        int bits = plan(4).sequenceBits();
        BitSet drawn = new BitSet();
        for (int i = 0; i < 4_000_000; i++) {
            drawn.set(template.realm(i % 4 << bits | i / 4));
        }
        assertThat(drawn.cardinality()).isGreaterThan(970_000);
    }

    private static LoadPlan plan(int clients) {
        InetSocketAddress relay = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        LoadPlan.Name name = new LoadPlan.Name("n%d", "r");
        return new LoadPlan(
                new LoadPlan.Places(relay, null, false, null),
                new LoadPlan.Cast(clients, 1, name, name),
                work("ULR", 400, "h", 1),
                pace(0, 0),
                true);
    }

    @Test
    void processorTimeAndMemoryAreFoundInProc() {
        String stat = "4242 (a (b) c) S 1 4242 4242 0 -1 4194560 9 0 0 0 1234 66 0 0 20 0 30 0 100 1 2";
        assertThat(ProcessUsage.cpuTicks(stat)).isEqualTo(1300);
        assertThat(ProcessUsage.residentKib("VmPeak:\t 9 kB\nVmRSS:\t   25400 kB\nThreads: 3\n"))
                .isEqualTo(25_400);
    }

    private static Pace pace(double rate, int warmUp) {
        return new Pace(1, rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    private static RequestTemplate template(String name, int size, String realm, int realms) {
        return new RequestTemplate(
                work(name, size, realm, realms), "client-0.visited.example", "visited.example", STARTED);
    }

    private static Work work(String name, int size, String realm, int realms) {
        return new Work(
                Exchanges.named(name, Side.CLIENT).get(0),
                size,
                180,
                new Destination(realm, realms, null),
                new SubscriberRange(500, 40));
    }

    private static String text(ByteBuffer bytes, int from, int length) {
        byte[] copy = new byte[length];
        bytes.get(from, copy);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }
}
