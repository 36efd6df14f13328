package io.realmgate.agent.peer;

import static io.realmgate.agent.peer.DeviceWatchdog.Action.CLOSE;
import static io.realmgate.agent.peer.DeviceWatchdog.Action.FAILBACK;
import static io.realmgate.agent.peer.DeviceWatchdog.Action.FAILOVER;
import static io.realmgate.agent.peer.DeviceWatchdog.Action.NONE;
import static io.realmgate.agent.peer.DeviceWatchdog.Action.PROBE;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.peer.DeviceWatchdog.State;
import org.junit.jupiter.api.Test;

/** Each row of the table in RFC 3539 appendix A that concerns a connection. */
@Conforms("3539:A/table")
class DeviceWatchdogTest {
    private static DeviceWatchdog okay() {
        DeviceWatchdog watchdog = new DeviceWatchdog(false, 3);
        assertThat(watchdog.state()).isEqualTo(State.INITIAL);
        assertThat(watchdog.onUp()).isEqualTo(NONE);
        assertThat(watchdog.state()).isEqualTo(State.OKAY);
        return watchdog;
    }

    private static DeviceWatchdog suspect() {
        DeviceWatchdog watchdog = okay();
        assertThat(watchdog.onTimer()).isEqualTo(PROBE);
        assertThat(watchdog.onTimer()).isEqualTo(FAILOVER);
        assertThat(watchdog.state()).isEqualTo(State.SUSPECT);
        return watchdog;
    }

    private static DeviceWatchdog reopen() {
        DeviceWatchdog watchdog = new DeviceWatchdog(true, 3);
        assertThat(watchdog.state()).isEqualTo(State.DOWN);
        assertThat(watchdog.onUp()).isEqualTo(PROBE);
        assertThat(watchdog.state()).isEqualTo(State.REOPEN);
        return watchdog;
    }

    @Test
    void okayAndAnAnswerEndsTheProbe() {
        DeviceWatchdog watchdog = okay();
        assertThat(watchdog.onTimer()).isEqualTo(PROBE);
        assertThat(watchdog.onAnswer()).isEqualTo(NONE);
        assertThat(watchdog.onTimer()).isEqualTo(PROBE);
        assertThat(watchdog.state()).isEqualTo(State.OKAY);
    }

    @Test
    void okayAndOtherTrafficDoesNotEndTheProbe() {
        DeviceWatchdog watchdog = okay();
        assertThat(watchdog.onTimer()).isEqualTo(PROBE);
        assertThat(watchdog.onOther()).isEqualTo(NONE);
        assertThat(watchdog.onTimer()).isEqualTo(FAILOVER);
    }

    @Test
    void suspectAndAnAnswerFailsBack() {
        DeviceWatchdog watchdog = suspect();
        assertThat(watchdog.onAnswer()).isEqualTo(FAILBACK);
        assertThat(watchdog.state()).isEqualTo(State.OKAY);
        assertThat(watchdog.onTimer()).isEqualTo(PROBE);
    }

    @Test
    void suspectAndOtherTrafficFailsBack() {
        DeviceWatchdog watchdog = suspect();
        assertThat(watchdog.onOther()).isEqualTo(FAILBACK);
        assertThat(watchdog.state()).isEqualTo(State.OKAY);
    }

    @Test
    @Conforms("3539:3.4.1/close")
    void suspectAndSilenceCloses() {
        DeviceWatchdog watchdog = suspect();
        assertThat(watchdog.onTimer()).isEqualTo(CLOSE);
        assertThat(watchdog.state()).isEqualTo(State.DOWN);
        assertThat(watchdog.onTimer()).isEqualTo(NONE);
    }

    @Test
    @Conforms("3539:3.4.1/reopen")
    void reopenTakesThreeAnswers() {
        DeviceWatchdog watchdog = reopen();
        assertThat(watchdog.onAnswer()).isEqualTo(NONE);
        assertThat(watchdog.onTimer()).isEqualTo(PROBE);
        assertThat(watchdog.onAnswer()).isEqualTo(NONE);
        assertThat(watchdog.onTimer()).isEqualTo(PROBE);
        assertThat(watchdog.onAnswer()).isEqualTo(FAILBACK);
        assertThat(watchdog.state()).isEqualTo(State.OKAY);
    }

    @Test
    void reopenIsNotEndedByOtherTraffic() {
        DeviceWatchdog watchdog = reopen();
        assertThat(watchdog.onOther()).isEqualTo(NONE);
        assertThat(watchdog.state()).isEqualTo(State.REOPEN);
    }

    @Test
    void reopenAndTwoSilentIntervalsCloses() {
        DeviceWatchdog watchdog = reopen();
        assertThat(watchdog.onTimer()).isEqualTo(NONE);
        assertThat(watchdog.onTimer()).isEqualTo(CLOSE);
        assertThat(watchdog.state()).isEqualTo(State.DOWN);
    }

    @Test
    void reopenAndALateAnswerCountsFromTheBeginning() {
        DeviceWatchdog watchdog = reopen();
        assertThat(watchdog.onAnswer()).isEqualTo(NONE);
        assertThat(watchdog.onTimer()).isEqualTo(PROBE);
        assertThat(watchdog.onTimer()).isEqualTo(NONE);
        assertThat(watchdog.onAnswer()).isEqualTo(NONE);
        for (int i = 0; i < 2; i++) {
            assertThat(watchdog.onTimer()).isEqualTo(PROBE);
            assertThat(watchdog.onAnswer()).isEqualTo(NONE);
        }
        assertThat(watchdog.onTimer()).isEqualTo(PROBE);
        assertThat(watchdog.onAnswer()).isEqualTo(FAILBACK);
    }

    @Test
    void withoutAnswersToOweAConnectionIsUsedAtOnce() {
        DeviceWatchdog watchdog = new DeviceWatchdog(true, 0);
        assertThat(watchdog.onUp()).isEqualTo(NONE);
        assertThat(watchdog.state()).isEqualTo(State.OKAY);
    }
}
