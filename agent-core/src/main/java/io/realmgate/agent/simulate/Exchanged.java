package io.realmgate.agent.simulate;

import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Exchange;

/**
 * A request that was answered.
 *
 * @param nanos from sending the request to having the answer
 */
public record Exchanged(Exchange exchange, CapturedMessage request, CapturedMessage answer, long nanos) {}
