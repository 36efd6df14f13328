package io.realmgate.agent.cli;

/** What the exit status of {@code scripts/agent} means. */
final class ExitCodes {
    static final int OK = 0;
    static final int INVALID = 1;
    static final int USAGE = 2;
    static final int LINTS_ONLY = 3;
    /** No error, but something that somebody should look at: decisions change. */
    static final int CHANGES = LINTS_ONLY;
    /** The agent's admin HTTP server does not answer. */
    static final int ADMIN_UNREACHABLE = 4;
    /** What a shell says of a command that SIGINT ended. */
    static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
