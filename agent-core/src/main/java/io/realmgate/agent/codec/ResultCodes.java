package io.realmgate.agent.codec;

/** Values of the Result-Code AVP that the agent sets or acts on (RFC 6733 7.1). */
public final class ResultCodes {
    public static final int SUCCESS = 2001;
    public static final int COMMAND_UNSUPPORTED = 3001;
    public static final int UNABLE_TO_DELIVER = 3002;
    public static final int REALM_NOT_SERVED = 3003;
    public static final int TOO_BUSY = 3004;
    public static final int LOOP_DETECTED = 3005;
    public static final int REDIRECT_INDICATION = 3006;
    public static final int APPLICATION_UNSUPPORTED = 3007;
    public static final int INVALID_HDR_BITS = 3008;
    public static final int INVALID_AVP_BITS = 3009;
    public static final int UNKNOWN_PEER = 3010;
    /** RFC 7075 3.4. */
    public static final int REALM_REDIRECT_INDICATION = 3011;

    public static final int ELECTION_LOST = 4003;
    public static final int AUTHORIZATION_REJECTED = 5003;
    public static final int INVALID_AVP_VALUE = 5004;
    public static final int MISSING_AVP = 5005;
    public static final int AVP_OCCURS_TOO_MANY_TIMES = 5009;
    public static final int NO_COMMON_APPLICATION = 5010;
    public static final int UNSUPPORTED_VERSION = 5011;
    public static final int UNABLE_TO_COMPLY = 5012;
    public static final int INVALID_AVP_LENGTH = 5014;
    public static final int INVALID_MESSAGE_LENGTH = 5015;
    public static final int NO_COMMON_SECURITY = 5017;

    private ResultCodes() {}
}
