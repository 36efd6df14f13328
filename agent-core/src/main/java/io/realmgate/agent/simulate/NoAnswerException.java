package io.realmgate.agent.simulate;

/** A request that was not answered; the message says why. */
public final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    public NoAnswerException(String reason) {
        super(reason, null, false, false);
    }
}
