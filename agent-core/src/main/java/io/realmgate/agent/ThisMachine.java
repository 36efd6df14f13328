package io.realmgate.agent;

import io.realmgate.agent.config.Machine;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.transport.SctpSupport;
import org.jspecify.annotations.Nullable;

/** The machine that we run on. Stateless. */
public final class ThisMachine implements Machine {
    @Override
    public @Nullable Lack lacks(TransportKind transport) {
        if (transport != TransportKind.SCTP) {
            return null;
        }
        return SctpSupport.missing()
                .map(missing -> new Lack(missing.reason(), missing.remedy()))
                .orElse(null);
    }
}
