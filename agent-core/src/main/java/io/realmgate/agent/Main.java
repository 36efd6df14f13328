package io.realmgate.agent;

import io.realmgate.agent.cli.RealmgateCommand;

/** The entrance: {@code scripts/agent} runs it. */
public final class Main {
    private Main() {}

    /** Runs the subcommand that {@code args} name and exits with its code. */
    public static void main(String[] args) {
        // Chosen before Netty and Vert.x load: a third less CPU a relay, and no public DNS servers as a fallback.
        setDefault("io.netty.allocator.type", "pooled");
        setDefault("vertx.disableDnsResolver", "true");
        System.exit(RealmgateCommand.execute(args));
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
