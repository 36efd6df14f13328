package io.realmgate.agent.simulate;

/**
 * What a node has seen since it was started; base messages are not counted.
 *
 * @param answersWithoutRequest answers that came late, twice or unasked
 */
public record NodeCounts(
        long requestsReceived, long answersSent, long requestsSent, long answersReceived, long answersWithoutRequest) {}
