package io.realmgate.agent.tls;

import io.realmgate.routing.check.Diagnostic;
import java.util.List;

/** What operators may see of the TLS of a running agent, and do to it. From any thread. */
public interface TlsControl {
    /** What will expire within 30 days, and authorities that have, as sentences. */
    List<String> warnings();

    /** When what is in force expires, entry by entry. */
    List<Expiry> expiries();

    /**
     * Reads the files of {@code agent.tls} again; blocks.
     *
     * @param by who wants it, for the log
     * @return what is wrong, and then all stays as it was
     */
    List<Diagnostic> reload(String by);
}
