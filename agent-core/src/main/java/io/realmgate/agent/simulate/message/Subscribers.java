package io.realmgate.agent.simulate.message;

import org.jspecify.annotations.Nullable;

/** Who a received request is about. */
public final class Subscribers {
    private static final String TEST_NETWORK = "00101";

    private Subscribers() {}

    /** The test subscriber whose IMSI opens the User-Name; number 0 for any other. */
    public static Subscriber of(CapturedMessage request) {
        return ofImsi(request.text(BaseAvps.USER_NAME));
    }

    private static Subscriber ofImsi(@Nullable String name) {
        if (name == null || name.length() < 15 || !name.startsWith(TEST_NETWORK)) {
            return new Subscriber(0);
        }
        long number = 0;
        for (int i = TEST_NETWORK.length(); i < 15; i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return new Subscriber(0);
            }
            number = number * 10 + digit;
        }
        return new Subscriber(number);
    }
}
