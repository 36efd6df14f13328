package io.realmgate.agent.behaviour;

import static io.realmgate.agent.behaviour.ForceTimeline.Verdict.BY_ONE;
import static io.realmgate.agent.behaviour.ForceTimeline.Verdict.BY_ONE_OF_SEVERAL;
import static io.realmgate.agent.behaviour.ForceTimeline.Verdict.MISROUTED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForceTimelineTest {
    @Test
    void aRequestIsExplainedByAGenerationThatWasInForceWhileItWasUnderWay() {
        ForceTimeline timeline = new ForceTimeline();
        timeline.inForce(0, 0, 0);
        timeline.inForce(1, 100, 110);
        timeline.inForce(2, 200, 220);
        assertThat(timeline.verdict(10, 20, 0)).isEqualTo(BY_ONE);
        assertThat(timeline.verdict(10, 20, 1)).isEqualTo(MISROUTED);
        assertThat(timeline.verdict(10, 99, 1)).isEqualTo(MISROUTED);
        assertThat(timeline.verdict(10, 100, 1)).isEqualTo(BY_ONE_OF_SEVERAL);
        assertThat(timeline.verdict(110, 120, 0)).isEqualTo(BY_ONE_OF_SEVERAL);
        assertThat(timeline.verdict(111, 120, 0)).isEqualTo(MISROUTED);
        assertThat(timeline.verdict(111, 120, 1)).isEqualTo(BY_ONE);
        assertThat(timeline.verdict(50, 250, 2)).isEqualTo(BY_ONE_OF_SEVERAL);
        assertThat(timeline.verdict(300, 400, 2)).isEqualTo(BY_ONE);
        assertThat(timeline.verdict(300, 400, 1)).isEqualTo(MISROUTED);
        assertThat(timeline.verdict(300, 400, 7)).isEqualTo(MISROUTED);
    }
}
