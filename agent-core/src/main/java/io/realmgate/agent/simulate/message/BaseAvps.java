package io.realmgate.agent.simulate.message;

import io.realmgate.agent.codec.AvpCodes;

/** AVPs of the base protocol that several applications share (RFC 6733 4.5). */
public final class BaseAvps {
    public static final AvpId SESSION_ID = AvpId.base(AvpCodes.SESSION_ID);
    public static final AvpId ORIGIN_HOST = AvpId.base(AvpCodes.ORIGIN_HOST);
    public static final AvpId ORIGIN_REALM = AvpId.base(AvpCodes.ORIGIN_REALM);
    public static final AvpId DESTINATION_HOST = AvpId.base(AvpCodes.DESTINATION_HOST);
    public static final AvpId DESTINATION_REALM = AvpId.base(AvpCodes.DESTINATION_REALM);
    public static final AvpId ROUTE_RECORD = AvpId.base(AvpCodes.ROUTE_RECORD);
    public static final AvpId USER_NAME = AvpId.base(AvpCodes.USER_NAME);
    public static final AvpId RESULT_CODE = AvpId.base(AvpCodes.RESULT_CODE);
    public static final AvpId EXPERIMENTAL_RESULT = AvpId.base(AvpCodes.EXPERIMENTAL_RESULT);
    public static final AvpId EXPERIMENTAL_RESULT_CODE = AvpId.base(AvpCodes.EXPERIMENTAL_RESULT_CODE);
    public static final AvpId VENDOR_ID = AvpId.base(AvpCodes.VENDOR_ID);
    public static final AvpId AUTH_APPLICATION_ID = AvpId.base(AvpCodes.AUTH_APPLICATION_ID);
    public static final AvpId ACCT_APPLICATION_ID = AvpId.base(AvpCodes.ACCT_APPLICATION_ID);
    public static final AvpId VENDOR_SPECIFIC_APPLICATION_ID = AvpId.base(AvpCodes.VENDOR_SPECIFIC_APPLICATION_ID);
    public static final AvpId ERROR_MESSAGE = AvpId.optional(AvpCodes.ERROR_MESSAGE);
    public static final AvpId DISCONNECT_CAUSE = AvpId.base(AvpCodes.DISCONNECT_CAUSE);
    public static final AvpId EVENT_TIMESTAMP = AvpId.base(55);
    public static final AvpId AUTH_REQUEST_TYPE = AvpId.base(274);
    public static final AvpId AUTH_SESSION_STATE = AvpId.base(277);
    public static final AvpId RE_AUTH_REQUEST_TYPE = AvpId.base(285);
    public static final AvpId TERMINATION_CAUSE = AvpId.base(295);
    public static final AvpId AUTHORIZATION_LIFETIME = AvpId.base(291);
    public static final AvpId ACCT_INTERIM_INTERVAL = AvpId.base(85);
    public static final AvpId SESSION_TIMEOUT = AvpId.base(27);

    /** Command code of ASR and ASA (RFC 6733 8.5). */
    public static final int ABORT_SESSION = 274;

    private BaseAvps() {}
}
