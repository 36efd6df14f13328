package io.realmgate.agent.codec;

/** Command codes that the agent itself understands (RFC 6733 3.1). All others are opaque. */
public final class Commands {
    public static final int CAPABILITIES_EXCHANGE = 257;
    public static final int SESSION_TERMINATION = 275;
    public static final int DEVICE_WATCHDOG = 280;
    public static final int DISCONNECT_PEER = 282;

    private Commands() {}

    /** Whether {@code command} stays on one connection and is never forwarded (RFC 6733 5.3, 5.4, 5.5). */
    public static boolean isPeerToPeer(int command) {
        return command == CAPABILITIES_EXCHANGE || command == DEVICE_WATCHDOG || command == DISCONNECT_PEER;
    }
}
