package io.realmgate.agent.simulate.message;

/**
 * What an answer says of its request: a Result-Code (RFC 6733 7.1), or with a vendor an Experimental-Result (7.6).
 *
 * @param code 0 when the answer holds neither
 * @param vendor 0 for a Result-Code
 */
public record Result(int code, int vendor) {
    public static final Result NONE = new Result(0, 0);
    public static final Result SUCCESS = new Result(2001, 0);
    public static final Result UNKNOWN_SESSION_ID = new Result(5002, 0);

    public boolean isSuccess() {
        return code / 1000 == 2;
    }

    /** Whether it is of the class whose answers carry the E bit (RFC 6733 7.1.3). */
    public boolean isProtocolError() {
        return vendor == 0 && code / 1000 == 3;
    }
}
