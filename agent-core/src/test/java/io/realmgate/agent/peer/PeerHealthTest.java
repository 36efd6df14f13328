package io.realmgate.agent.peer;

import static io.realmgate.agent.peer.PeerHealth.Change.EJECTED;
import static io.realmgate.agent.peer.PeerHealth.Change.NONE;
import static io.realmgate.agent.peer.PeerHealth.Change.RESTORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.config.AgentSettings.Ejection;
import io.realmgate.agent.peer.PeerHealth.Change;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ejection and restoration on a clock of the test's own. */
class PeerHealthTest {
    private static final Ejection SETTINGS = new Ejection(5, 50, Duration.ofSeconds(10), Duration.ofMinutes(5), 50);

    /** Near the end of the numbers, as identifiers and clocks may be. */
    private int next = Integer.MAX_VALUE - 3;

    private long now = Long.MAX_VALUE - seconds(3);
    private final PeerHealth health = new PeerHealth(SETTINGS, new SplittableRandom(42));

    private static long seconds(double n) {
        return (long) (n * TimeUnit.SECONDS.toNanos(1));
    }

    private void pass(double seconds) {
        now += seconds(seconds);
    }

    private Change answered() {
        next++;
        return health.onAnswer(next - 1, next, now);
    }

    private Change failed() {
        next++;
        return health.onFailure(next - 1, next, now);
    }

    /** Fails until it is ejected, which takes a second and no more. */
    private void eject() {
        for (int i = 0; i < 5; i++) {
            pass(0.2);
            assertThat(failed()).isEqualTo(NONE);
        }
        pass(0.2);
        assertThat(failed()).isEqualTo(EJECTED);
    }

    /** How long it is ejected, at most a quarter more than {@code seconds}. */
    private void passEjection(long seconds) {
        assertThat(health.isOpenTo(now)).isFalse();
        assertThat(health.isEjected()).isTrue();
        assertThat(health.waitsFor(now)).isBetween(seconds(seconds), seconds(seconds * 1.25));
        now += health.waitsFor(now) - 1;
        assertThat(health.isOpenTo(now)).isFalse();
        now++;
        assertThat(health.isOpenTo(now)).isTrue();
    }

    @Test
    void aPeerThatAnswersNothingIsEjectedForAWhile() {
        assertThat(health.isOpenTo(now)).isTrue();
        eject();
        passEjection(10);
    }

    @Test
    void aBurstOfFailuresIsNotJudgedBeforeASecondHasPassed() {
        for (int i = 0; i < 900; i++) {
            assertThat(failed()).isEqualTo(NONE);
        }
        for (int i = 0; i < 1001; i++) {
            pass(0.001);
            assertThat(answered()).isEqualTo(NONE);
        }
        assertThat(health.isEjected()).isFalse();
    }

    @Test
    void fewFailuresAreNotJudgedHoweverLongTheyTake() {
        for (int i = 0; i < 4; i++) {
            pass(100);
            assertThat(failed()).isEqualTo(NONE);
        }
        assertThat(failed()).isEqualTo(EJECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void fromTheShareOfFailuresOnThatIsConfigured(int period) {
        boolean ejected = false;
        for (int i = 1; i <= 600 && !ejected; i++) {
            pass(0.01);
            ejected = (i % period == 0 ? failed() : answered()) == EJECTED;
        }
        assertThat(ejected).isEqualTo(period == 2);
    }

    @Test
    void afterItsTimeOneRequestASecondTriesIt() {
        eject();
        passEjection(10);
        assertThat(health.claim(now)).isTrue();
        assertThat(health.claim(now)).isFalse();
        assertThat(health.isOpenTo(now)).isFalse();
        pass(0.999);
        assertThat(health.claim(now)).isFalse();
        pass(0.001);
        assertThat(health.isOpenTo(now)).isTrue();
        assertThat(health.claim(now)).isTrue();
        assertThat(health.isEjected()).isTrue();
    }

    @Test
    void threeAnswersRestoreIt() {
        eject();
        passEjection(10);
        assertThat(answered()).isEqualTo(NONE);
        pass(1);
        assertThat(answered()).isEqualTo(NONE);
        pass(1);
        assertThat(health.isEjected()).isTrue();
        assertThat(answered()).isEqualTo(RESTORED);
        assertThat(health.isEjected()).isFalse();
        assertThat(health.isOpenTo(now)).isTrue();
        assertThat(health.claim(now)).isTrue();
    }

    @Test
    void eachEjectionIsTwiceAsLongUpToTheLongest() {
        eject();
        for (long length : new long[] {10, 20, 40, 80, 160, 300, 300, 300}) {
            passEjection(length);
            assertThat(failed()).isEqualTo(EJECTED);
        }
    }

    @Test
    void oneThatFailsAgainSoonAfterItWasRestoredStaysAwayLonger() {
        eject();
        passEjection(10);
        for (int i = 0; i < 3; i++) {
            answered();
        }
        eject();
        passEjection(20);
        for (int i = 0; i < 3; i++) {
            answered();
        }
        pass(20);
        eject();
        passEjection(10);
    }

    @Test
    void whatWasSentBeforeTheEjectionSaysNothingNew() {
        int before = next;
        eject();
        now += health.waitsFor(now);
        for (int i = 0; i < 100; i++) {
            assertThat(health.onFailure(before + i % 6, next, now)).isEqualTo(NONE);
            assertThat(health.onAnswer(before + i % 6, next, now)).isEqualTo(NONE);
        }
        assertThat(health.isOpenTo(now)).isTrue();
        assertThat(failed()).isEqualTo(EJECTED);
    }

    /** When too few others are left it is asked in spite of its ejection: failures then do not prolong it. */
    @Test
    void failuresDuringTheEjectionDoNotProlongIt() {
        eject();
        long wait = health.waitsFor(now);
        for (int i = 0; i < 100; i++) {
            assertThat(failed()).isEqualTo(NONE);
        }
        assertThat(health.waitsFor(now)).isEqualTo(wait);
        for (int i = 0; i < 2; i++) {
            assertThat(answered()).isEqualTo(NONE);
        }
        assertThat(answered()).isEqualTo(RESTORED);
    }

    @Test
    void withZeroOutcomesNobodyIsEverEjected() {
        PeerHealth never = new PeerHealth(
                new Ejection(0, 50, Duration.ofSeconds(10), Duration.ofMinutes(5), 50), new SplittableRandom(1));
        for (int i = 0; i < 100; i++) {
            pass(1);
            assertThat(never.onFailure(i, i + 1, now)).isEqualTo(NONE);
        }
        assertThat(never.isEjected()).isFalse();
    }
}
