package io.realmgate.agent.simulate;

import io.realmgate.agent.simulate.message.Result;
import java.time.Duration;

/**
 * How a node answers. Immutable; a node may be given another one at any time.
 *
 * @param result answer with this instead of success; {@link Result#NONE}: with success
 * @param delay how long each answer is held back
 * @param shuffle answers that are gathered and sent in reverse order; 0 or 1: in the order of the requests
 * @param silentEvery leaves every n-th request without an answer: 1 all, 0 none
 */
public record Behaviour(Result result, Duration delay, int shuffle, int silentEvery) {
    /** Answers each request at once and with success. */
    public static final Behaviour GOOD = new Behaviour(Result.NONE, Duration.ZERO, 0, 0);

    public Behaviour withResult(Result other) {
        return new Behaviour(other, delay, shuffle, silentEvery);
    }

    public Behaviour withDelay(Duration other) {
        return new Behaviour(result, other, shuffle, silentEvery);
    }

    public Behaviour withShuffle(int other) {
        return new Behaviour(result, delay, other, silentEvery);
    }

    public Behaviour withSilentEvery(int other) {
        return new Behaviour(result, delay, shuffle, other);
    }
}
