package io.realmgate.agent.peer;

/** What came of the requests that were sent on one connection: how fast it answers, and whether it does. */
public record TrackRecord(AnswerTime time, PeerHealth health) {}
