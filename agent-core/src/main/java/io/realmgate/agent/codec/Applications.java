package io.realmgate.agent.codec;

/** Application identifiers with a meaning in the base protocol (RFC 6733 2.4). Unsigned 32 bits in an {@code int}. */
public final class Applications {
    /** Diameter common messages: every peer shares it without saying so. */
    public static final int COMMON = 0;

    public static final int BASE_ACCOUNTING = 3;

    /** The relay application 0xffffffff: whoever advertises it takes messages of every application. */
    public static final int RELAY = 0xffffffff;

    private Applications() {}
}
