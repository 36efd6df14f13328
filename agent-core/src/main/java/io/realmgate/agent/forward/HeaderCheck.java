package io.realmgate.agent.forward;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.config.ErrorCause;
import org.jspecify.annotations.Nullable;

/** What may be wrong with the header of a request, which is answered before anything else is looked at. */
final class HeaderCheck {
    private HeaderCheck() {}

    /** RFC 6733 7.1.3, 7.1.5, section 3: the first thing that is wrong, or null. */
    static @Nullable ErrorCause fault(DiameterMessage request) {
        if (request.version() != DiameterMessage.VERSION) {
            return ErrorCause.VERSION;
        }
        if ((request.length() & 3) != 0) {
            return ErrorCause.MESSAGE_LENGTH;
        }
        return request.isError() ? ErrorCause.HEADER_BITS : null;
    }

    static int codeFor(ErrorCause fault) {
        return switch (fault) {
            case VERSION -> ResultCodes.UNSUPPORTED_VERSION;
            case MESSAGE_LENGTH -> ResultCodes.INVALID_MESSAGE_LENGTH;
            case HEADER_BITS -> ResultCodes.INVALID_HDR_BITS;
            default -> throw new IllegalArgumentException(fault.word());
        };
    }
}
