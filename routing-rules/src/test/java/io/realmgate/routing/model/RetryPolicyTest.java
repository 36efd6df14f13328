package io.realmgate.routing.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void aNumberMeansAnotherThingForEachVendor() {
        RetryPolicy policy =
                new RetryPolicy(false, false, List.of(new ResultValue(0, 3004), new ResultValue(10415, 5001)), 0, 0);
        assertThat(policy.onResult(0, 3004)).isTrue();
        assertThat(policy.onResult(10415, 3004)).isFalse();
        assertThat(policy.onResult(10415, 5001)).isTrue();
        assertThat(policy.onResult(0, 5001)).isFalse();
        assertThat(policy.onResult(13019, 5001)).isFalse();
    }

    @Test
    void byDefaultOnlyWhatIsTooBusy() {
        assertThat(RetryPolicy.DEFAULT.onResult(0, 3004)).isTrue();
        assertThat(RetryPolicy.DEFAULT.onResult(0, 3002)).isFalse();
    }
}
