package io.realmgate.agent.config;

import org.jspecify.annotations.Nullable;

/**
 * What the machine that reads the files cannot do, although they are right. Asked when they are about to come into force,
 * for what they name and nothing else; who only checks files, perhaps on another machine, assumes {@link #ANY}.
 */
@FunctionalInterface
public interface Machine {
    /** One that can do everything. */
    Machine ANY = transport -> null;

    /**
     * What a transport wants for.
     *
     * @param reason as a clause: "the kernel has no SCTP"
     * @param remedy what an operator can do
     */
    record Lack(String reason, String remedy) {}

    /** What keeps {@code transport} from working here, null when it works. */
    @Nullable
    Lack lacks(TransportKind transport);
}
