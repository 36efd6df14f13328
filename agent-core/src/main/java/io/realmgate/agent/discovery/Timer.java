package io.realmgate.agent.discovery;

import java.time.Duration;

/** Runs things later, on the thread that discovery belongs to. */
interface Timer {
    /** Nanoseconds of a clock that only goes forward. */
    long now();

    /** Runs {@code task} once after {@code delay}; what it returns keeps it from running. */
    Runnable after(Duration delay, Runnable task);
}
