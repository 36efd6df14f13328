package io.realmgate.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.config.AgentSettings.Discovery;
import io.realmgate.agent.config.RealmSettings;
import io.realmgate.routing.model.NamePattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class RealmWatchTest {
    private static final RealmSettings REALM =
            new RealmSettings("home.example", List.of(new NamePattern.Below("home.example")), 4);
    private static final Discovery SETTINGS = new Discovery(
            List.of(), Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(3600), Duration.ofSeconds(60));

    private final FakeDns dns = new FakeDns();
    private final Clock clock = new Clock();
    private final List<List<String>> heard = new ArrayList<>();
    private final RealmWatch watch = new RealmWatch(
            dns,
            clock,
            SETTINGS,
            REALM,
            servers -> heard.add(servers.stream().map(Server::identity).toList()));

    private record Task(long at, Runnable what) {}

    /** Time that passes when a test says so. */
    private static final class Clock implements Timer {
        private long now = 5;
        private final PriorityQueue<Task> tasks = new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));

        @Override
        public long now() {
            return now;
        }

        @Override
        public Runnable after(Duration delay, Runnable task) {
            Task later = new Task(now + delay.toNanos(), task);
            tasks.add(later);
            return () -> tasks.remove(later);
        }

        void pass(int seconds) {
            long end = now + Duration.ofSeconds(seconds).toNanos();
            for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
                tasks.remove(next);
                now = next.at();
                next.what().run();
            }
            now = end;
        }
    }

    private void names(String... names) {
        dns.clear();
        for (String name : names) {
            dns.srv("_diameter._tcp.home.example", 1, 1, 3868, name).host(name, "10.0.0.1");
        }
    }

    private long lookups() {
        return dns.asked.stream().filter("NAPTR home.example"::equals).count();
    }

    @Test
    void asksAgainBeforeTheTimeIsOverAndTellsOnlyChanges() {
        names("a.home.example");
        dns.ttl("_diameter._tcp.home.example", 100);
        watch.start();
        clock.pass(89);
        assertThat(lookups()).isEqualTo(1);
        clock.pass(1);
        assertThat(lookups()).isEqualTo(2);
        names("b.home.example", "a.home.example");
        clock.pass(90);
        names();
        clock.pass(90);
        assertThat(heard)
                .containsExactly(List.of("a.home.example"), List.of("b.home.example", "a.home.example"), List.of());
    }

    @Test
    void timesToLiveAreBounded() {
        names("a.home.example");
        dns.ttl("_diameter._tcp.home.example", 0);
        watch.start();
        clock.pass(26);
        assertThat(lookups()).isEqualTo(1);
        dns.ttl("_diameter._tcp.home.example", 0x7fff_ffff).ttl("a.home.example", 0x7fff_ffff);
        clock.pass(1);
        assertThat(lookups()).isEqualTo(2);
        clock.pass(3239);
        assertThat(lookups()).isEqualTo(2);
        clock.pass(1);
        assertThat(lookups()).isEqualTo(3);
    }

    @Test
    void nothingIsAskedForAgainAfterTheNegativeTime() {
        watch.start();
        clock.pass(59);
        assertThat(lookups()).isEqualTo(1);
        names("a.home.example");
        clock.pass(1);
        assertThat(heard).containsExactly(List.of("a.home.example"));
    }

    @Test
    void whoIsKnownStaysWhileDnsFailsAndTheTimeIsNotOver() {
        names("a.home.example");
        dns.ttl("_diameter._tcp.home.example", 1000);
        watch.start();
        dns.failing = true;
        clock.pass(999);
        assertThat(heard).hasSize(1);
        assertThat(lookups()).isEqualTo(3);
        clock.pass(1);
        assertThat(heard).containsExactly(List.of("a.home.example"), List.of());
        dns.failing = false;
        clock.pass(60);
        assertThat(heard).hasSize(3);
    }

    @Test
    void whatIsStoppedAsksNoMore() {
        names("a.home.example");
        watch.start();
        watch.stop();
        clock.pass(10_000);
        assertThat(lookups()).isEqualTo(1);
    }
}
