package io.realmgate.agent.decode;

/** Input that cannot be what it was said to be; the message names the place and what is wrong there. */
public final class MalformedInputException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedInputException(String message) {
        super(message, null, false, false);
    }
}
