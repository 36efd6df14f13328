package io.realmgate.agent.simulate.message;

import io.realmgate.agent.simulate.message.Exchange.Side;

/** What a server asks of a session that it authorized: base commands that several applications use (RFC 6733 8.3, 8.5). */
final class SessionCommands {
    private static final int RE_AUTH = 258;

    private SessionCommands() {}

    /** RFC 6733 8.3.1: authorize the session again. */
    static Exchange reAuth(SimulatedApplication application) {
        return new Exchange(
                application,
                "RAR",
                RE_AUTH,
                Side.SERVER,
                (out, facts) -> out.put(BaseAvps.RE_AUTH_REQUEST_TYPE, 0),
                (out, request) -> {});
    }

    /** RFC 6733 8.5.1: end the session. */
    static Exchange abort(SimulatedApplication application) {
        return new Exchange(
                application, "ASR", BaseAvps.ABORT_SESSION, Side.SERVER, (out, facts) -> {}, (out, request) -> {});
    }
}
