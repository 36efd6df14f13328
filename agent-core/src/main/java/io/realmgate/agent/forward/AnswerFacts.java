package io.realmgate.agent.forward;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.peer.Peer;
import io.realmgate.routing.Ingress;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What rules may ask about the answer at hand. Application and command are those of its request, as we sent it: an answer
 * that claims others does not get past the rules about what was asked.
 */
final class AnswerFacts extends ReceivedFacts {
    private final PeerIngress asker = new PeerIngress();
    private int application;
    private int command;
    private int resultVendor;
    private int resultCode;

    /**
     * Turns to an answer whose AVPs were scanned without a fault.
     *
     * @param request which it answers
     */
    void show(Peer from, DiameterMessage answer, RoutingAvps avps, DiameterMessage request, RoutingView view) {
        turnTo(from, null, answer, avps, view);
        application = request.application();
        command = request.command();
    }

    /** Says what the answer shown says, and whom it goes back to. */
    void show(AnswerResult result, Peer askedBy, RoutingView view) {
        resultVendor = result.vendor();
        resultCode = result.code();
        asker.show(askedBy, null, view.edition());
    }

    @Override
    public Phase phase() {
        return Phase.ANSWER;
    }

    @Override
    public Ingress asker() {
        return asker;
    }

    @Override
    public int resultVendor() {
        return resultVendor;
    }

    @Override
    public int resultCode() {
        return resultCode;
    }

    @Override
    public int application() {
        return application;
    }

    @Override
    public int command() {
        return command;
    }

    /** RFC 6733 6.2: an answer has no destination. */
    @Override
    public @Nullable Octets destinationRealm() {
        return null;
    }

    @Override
    public @Nullable Octets destinationHost() {
        return null;
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public boolean destinationHostIsKnown() {
        return false;
    }

    /** No rule about answers asks. */
    @Override
    public boolean isGroupUp(String group) {
        return false;
    }
}
