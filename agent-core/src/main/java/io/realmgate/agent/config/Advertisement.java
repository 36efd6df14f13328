package io.realmgate.agent.config;

import java.util.List;

/**
 * What we say of ourselves in CER and CEA (RFC 6733 5.3).
 *
 * @param applications at least one
 * @param supportedVendors values of Supported-Vendor-Id (5.3.6): never 0, each once
 */
public record Advertisement(List<Application> applications, List<Integer> supportedVendors) {
    /** The relay application (RFC 6733 2.4), unsigned 32 bits in an int. */
    public static final int RELAY = 0xffffffff;

    /** What a relay advertises, which shares every application. */
    public static final Advertisement USUAL = new Advertisement(List.of(new Application(RELAY, 0, false)), List.of());

    public Advertisement {
        applications = List.copyOf(applications);
        supportedVendors = List.copyOf(supportedVendors);
    }

    /**
     * One application.
     *
     * @param vendor Vendor-Id of its Vendor-Specific-Application-Id (6.11); 0 for one of the IETF, which needs none
     * @param accounting whether it goes into an Acct-Application-Id rather than an Auth-Application-Id
     */
    public record Application(int id, int vendor, boolean accounting) {}

    /** Whether {@code application} is one of them, or all are since we are a relay. */
    public boolean covers(int application) {
        return applications.stream().anyMatch(one -> one.id() == RELAY || one.id() == application);
    }
}
