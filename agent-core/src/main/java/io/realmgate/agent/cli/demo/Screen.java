package io.realmgate.agent.cli.demo;

import java.io.PrintWriter;

/** What the demo prints, and whether all of it was good. Of one thread. */
final class Screen {
    private final PrintWriter out;
    private int failures;

    Screen(PrintWriter out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A line about something that has to hold. */
    void check(boolean holds, String text) {
        if (holds) {
            line("   " + text);
        } else {
            failures++;
            line("   " + text + "   <-- NOT AS IT SHOULD BE");
        }
    }

    /** Why it cannot go on. */
    void failure(String reason) {
        failures++;
        line("The demo cannot go on: " + reason);
    }

    boolean allWell() {
        return failures == 0;
    }

    /** The first label of a host name: {@code dra1} of {@code dra1.transit.example}. */
    static String label(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }
}
