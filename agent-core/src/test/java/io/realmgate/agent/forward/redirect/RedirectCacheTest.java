package io.realmgate.agent.forward.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.routing.model.RedirectUsage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedirectCacheTest {
    private static final String SOURCE = "slf.example";

    private long now;
    private final RedirectCache cache = new RedirectCache(100, () -> now);
    private final RedirectLookup lookup = new RedirectLookup(cache);
    private final DiameterMessage request = new DiameterMessage();
    private final RoutingAvps avps = new RoutingAvps();

    private void ask(String session) {
        byte[] bytes = TestMessage.of(
                0xc0, 316, 1, 2, 3, List.of(TestAvp.text(263, session), TestAvp.text(283, "home.example")));
        request.wrap(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        assertThat(avps.scan(request)).isZero();
    }

    private void learn(RedirectUsage usage, long seconds, String host) {
        RedirectIndication said = new RedirectIndication(SOURCE, List.of(host), List.of(), usage, seconds);
        lookup.learn(said, request, avps, SOURCE, List.of(host), null);
    }

    private List<String> find(RedirectUsage usage) {
        Redirect found = lookup.find(usage, request, avps);
        return found == null ? List.of() : found.hosts();
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void eachLivesForItsOwnTime() {
        ask("s1");
        learn(RedirectUsage.ALL_SESSION, 10, "a.example");
        learn(RedirectUsage.ALL_REALM, 20, "b.example");
        pass(9);
        assertThat(find(RedirectUsage.ALL_SESSION)).containsExactly("a.example");
        pass(1);
        assertThat(find(RedirectUsage.ALL_SESSION)).isEmpty();
        assertThat(find(RedirectUsage.ALL_REALM)).containsExactly("b.example");
        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.isEmpty()).isFalse();
        pass(10);
        assertThat(cache.size()).isZero();
        assertThat(cache.isEmpty()).isTrue();
    }

    @Test
    void aNewOneTakesThePlaceAndTheTimeOfTheOld() {
        ask("s1");
        learn(RedirectUsage.ALL_REALM, 10, "a.example");
        pass(5);
        learn(RedirectUsage.ALL_REALM, 10, "b.example");
        assertThat(cache.size()).isEqualTo(1);
        pass(9);
        assertThat(find(RedirectUsage.ALL_REALM)).containsExactly("b.example");
        pass(1);
        assertThat(find(RedirectUsage.ALL_REALM)).isEmpty();
        assertThat(cache.size()).isZero();
        assertThat(cache.isEmpty()).isTrue();
    }

    @Test
    void nothingLivesLongerThanADay() {
        ask("s1");
        learn(RedirectUsage.ALL_REALM, 0xffff_ffffL, "a.example");
        pass(RedirectCache.LONGEST.toSeconds() - 1);
        assertThat(find(RedirectUsage.ALL_REALM)).isNotEmpty();
        pass(1);
        assertThat(find(RedirectUsage.ALL_REALM)).isEmpty();
    }

    @Test
    void thereIsABound() {
        for (int i = 0; i < 1000; i++) {
            ask("s" + i);
            learn(RedirectUsage.ALL_SESSION, 10, "a.example");
        }
        assertThat(cache.size()).isEqualTo(100);
        assertThat(cache.entries(1000)).hasSize(100);
        assertThat(cache.entries(7)).hasSize(7);
        assertThat(cache.clear()).isEqualTo(100);
        assertThat(cache.isEmpty()).isTrue();
    }

    @Test
    void whatIsLeftAfterRetainAndRemoveIsKnown() {
        ask("s1");
        learn(RedirectUsage.ALL_SESSION, 10, "a.example");
        learn(RedirectUsage.ALL_REALM, 10, "b.example");
        cache.retain(redirect -> redirect.hosts().contains("b.example"));
        assertThat(cache.has(RedirectUsage.ALL_SESSION)).isFalse();
        Redirect left = lookup.find(RedirectUsage.ALL_REALM, request, avps);
        assertThat(left).isNotNull();
        cache.remove(java.util.Objects.requireNonNull(left));
        assertThat(cache.isEmpty()).isTrue();
    }

    @Test
    void namesThatAreTooLongAreNotCached() {
        ask("s".repeat(RedirectKey.LONGEST + 1));
        learn(RedirectUsage.ALL_SESSION, 10, "a.example");
        assertThat(cache.isEmpty()).isTrue();
        ask("s".repeat(RedirectKey.LONGEST));
        learn(RedirectUsage.ALL_SESSION, 10, "a.example");
        assertThat(find(RedirectUsage.ALL_SESSION)).isNotEmpty();
        ask("s".repeat(RedirectKey.LONGEST - 1));
        assertThat(find(RedirectUsage.ALL_SESSION)).isEmpty();
    }
}
