package io.realmgate.agent.config;

/** Why a request is refused before any rule is asked, in words for operators. */
public final class NotLetIn {
    private NotLetIn() {}

    public static String text(ErrorCause cause) {
        return switch (cause) {
            case REQUEST_RATE -> "more requests than its request-rate";
            case ORIGIN_REALM -> "its Origin-Realm is not in may-send";
            case DESTINATION_REALM -> "its Destination-Realm, or the realm of its Destination-Host, is not in may-send";
            case TRANSIT -> "it is from a partner for a partner, and no rule sends it there";
            default -> throw new IllegalArgumentException(cause.word());
        };
    }
}
