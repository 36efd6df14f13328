package io.realmgate.agent;

/** Kinds of event loops, chosen once, when the agent starts. */
public enum EventLoops {
    /** Linux's epoll without Java's selectors, where Netty has it for the machine. Carries TCP and TLS. */
    NATIVE,
    /** Java's selectors, which carry SCTP too: Netty has it for these only. */
    PORTABLE
}
