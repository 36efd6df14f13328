package io.realmgate.agent.load;

/** The run could not begin; the message says why. */
public final class LoadFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public LoadFailure(String reason) {
        super(reason);
    }
}
