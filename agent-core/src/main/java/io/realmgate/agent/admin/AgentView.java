package io.realmgate.agent.admin;

import io.realmgate.agent.metrics.AgentSample;
import io.realmgate.agent.peer.PeerSnapshot;
import io.realmgate.agent.tls.TlsStore;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Question;
import io.vertx.core.Future;
import java.util.List;

/** What the admin server may ask the agent. Safe from any thread. */
public interface AgentView {
    /** Why the agent is not ready to take traffic; empty when it is. */
    List<String> notReady();

    /** What needs somebody's attention, though the agent is ready; empty when nothing does. */
    List<String> warnings();

    /** Keys and trust in force. */
    TlsStore tls();

    /**
     * Reads the files of {@code agent.tls} again; blocks.
     *
     * @param by who wants it, for the log
     * @return what is wrong, and then all stays as it was
     */
    List<Diagnostic> reloadTls(String by);

    /** Every known peer, configured ones first. */
    List<PeerSnapshot> peers();

    /** Counters copied on each loop. */
    Future<AgentSample> sample();

    /** Where a request would go now; nothing is sent. */
    Future<Answer> explain(Question question);
}
