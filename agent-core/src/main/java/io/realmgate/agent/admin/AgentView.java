package io.realmgate.agent.admin;

import io.realmgate.agent.decode.OwnSide;
import io.realmgate.agent.metrics.AgentSample;
import io.realmgate.agent.peer.AdminState;
import io.realmgate.agent.peer.PeerSnapshot;
import io.realmgate.agent.tls.TlsControl;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Inquiry;
import io.realmgate.routing.model.Rule;
import io.vertx.core.Future;
import java.util.List;

/** What the admin server may ask the agent. Safe from any thread. */
public interface AgentView {
    /** Why the agent is not ready to take traffic; empty when it is. */
    List<String> notReady();

    /** Keys and trust in force. */
    TlsControl tls();

    /** Every known peer, configured ones first. */
    List<PeerSnapshot> peers();

    /** Those that a reload is sending away, and that still have a connection; another one may have the name already. */
    List<PeerSnapshot> leavingPeers();

    /** Takes a peer in or out of service; false when there is no such peer. */
    boolean setAdminState(String identity, AdminState wanted);

    /** Counters copied on each loop. */
    Future<AgentSample> sample();

    /** The rules in force, in the order they are tried. */
    List<Rule> rules();

    /** The names in force. */
    Dictionary dictionary();

    /** Which end of a captured connection is the agent. */
    OwnSide ownSide();

    /** What would become of a message now; nothing is sent. */
    Future<Answer> explain(Inquiry inquiry);

    /** What was learned from redirects, {@code most} of them in full. */
    RedirectTable redirects(int most);

    /** Forgets all of it; how many redirects that were. */
    int clearRedirects();
}
