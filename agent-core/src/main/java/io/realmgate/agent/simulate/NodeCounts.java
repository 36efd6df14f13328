package io.realmgate.agent.simulate;

/**
 * What a node has seen since it was started; base messages are not counted.
 *
 * @param answersWithoutRequest answers that came late, twice or unasked
 * @param answeredTwice those of them whose request had been answered; only the latest 65,536 requests are remembered
 */
public record NodeCounts(
        long requestsReceived,
        long answersSent,
        long requestsSent,
        long answersReceived,
        long answersWithoutRequest,
        long answeredTwice) {}
