package io.realmgate.agent.forward;

import io.realmgate.agent.codec.ResultCodes;

/** The Error-Message for each Result-Code that we give: a generic text, because peers need not know our network. */
final class ErrorText {
    private ErrorText() {}

    static String of(int resultCode) {
        return switch (resultCode) {
            case ResultCodes.COMMAND_UNSUPPORTED -> "Command not supported here";
            case ResultCodes.UNABLE_TO_DELIVER -> "Unable to deliver";
            case ResultCodes.REALM_NOT_SERVED -> "Destination-Realm not served";
            case ResultCodes.TOO_BUSY -> "Requested host is too busy";
            case ResultCodes.LOOP_DETECTED -> "Loop detected";
            case ResultCodes.REDIRECT_INDICATION -> "Ask one of the hosts named here";
            case ResultCodes.REALM_REDIRECT_INDICATION -> "Ask in one of the realms named here";
            case ResultCodes.APPLICATION_UNSUPPORTED -> "Application not supported here";
            case ResultCodes.INVALID_HDR_BITS -> "Invalid bits in the header";
            case ResultCodes.INVALID_AVP_BITS -> "Invalid AVP flags";
            case ResultCodes.AVP_OCCURS_TOO_MANY_TIMES -> "AVP occurs too many times";
            case ResultCodes.UNSUPPORTED_VERSION -> "Diameter version not supported";
            case ResultCodes.INVALID_AVP_LENGTH -> "Invalid AVP length";
            case ResultCodes.INVALID_MESSAGE_LENGTH -> "Invalid or unsupported message length";
            default -> "Request rejected";
        };
    }
}
