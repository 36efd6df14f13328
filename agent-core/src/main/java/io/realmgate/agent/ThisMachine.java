package io.realmgate.agent;

import io.realmgate.agent.config.Machine;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.transport.SctpSupport;
import org.jspecify.annotations.Nullable;

/**
 * The machine that we run on, and the event loops that it was given. It remembers what it is asked for before {@link
 * #eventLoops()}; from then on it lacks what these do not carry. Any thread.
 */
public final class ThisMachine implements Machine {
    private boolean sctpNamed;
    private @Nullable EventLoops loops;

    @Override
    public synchronized @Nullable Lack lacks(TransportKind transport) {
        if (transport != TransportKind.SCTP) {
            return null;
        }
        if (loops == EventLoops.NATIVE) {
            return new Lack(
                    "the agent runs event loops without it, because no file named it at the start",
                    "restart the agent with these files");
        }
        sctpNamed = true;
        return SctpSupport.missing()
                .map(missing -> new Lack(missing.reason(), missing.remedy()))
                .orElse(null);
    }

    /** What the files that have been read want; those of later files are held to it. */
    public synchronized EventLoops eventLoops() {
        EventLoops chosen = sctpNamed ? EventLoops.PORTABLE : EventLoops.NATIVE;
        loops = chosen;
        return chosen;
    }
}
