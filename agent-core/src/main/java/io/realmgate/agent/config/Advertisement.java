package io.realmgate.agent.config;

import io.realmgate.routing.dictionary.Dictionary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What we say of ourselves in CER and CEA (RFC 6733 5.3).
 *
 * @param applications at least one
 * @param supportedVendors values of Supported-Vendor-Id (5.3.6): never 0, each once
 * @param chosen whether {@code peers.conf} names the applications, so that rules add none
 */
public record Advertisement(List<Application> applications, List<Integer> supportedVendors, boolean chosen) {
    /** The relay application (RFC 6733 2.4), unsigned 32 bits in an int. */
    public static final int RELAY = 0xffffffff;

    /** Base accounting (RFC 6733 2.4, 9): the one known application that goes into Acct-Application-Id. */
    static final int BASE_ACCOUNTING = 3;

    /** Applications from here on are those of vendors (RFC 6733 11.3). */
    static final int FIRST_OF_VENDORS = 16777216;

    /** What a relay advertises, which shares every application. */
    public static final Advertisement USUAL =
            new Advertisement(List.of(new Application(RELAY, 0, false)), List.of(), false);

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

    /**
     * The same of a proxy, which supports the applications whose messages it changes (RFC 6733 2.8.2). Those of vendors that
     * are not known are left out.
     */
    public Advertisement proxying(Set<Integer> ids) {
        if (chosen || ids.isEmpty()) {
            return this;
        }
        List<Application> all = new ArrayList<>(applications);
        Set<Integer> vendors = new LinkedHashSet<>(supportedVendors);
        for (int id : new TreeSet<>(ids)) {
            int vendor = Dictionary.standard().applicationVendor(id);
            boolean known = vendor >= 0 || Integer.compareUnsigned(id, FIRST_OF_VENDORS) < 0;
            if (known && all.stream().noneMatch(one -> one.id() == id)) {
                all.add(new Application(id, Math.max(0, vendor), id == BASE_ACCOUNTING));
                if (vendor > 0) {
                    vendors.add(vendor);
                }
            }
        }
        return new Advertisement(all, List.copyOf(vendors), false);
    }

    /** Whether {@code application} is one of them, or all are since we are a relay. */
    public boolean covers(int application) {
        return applications.stream().anyMatch(one -> one.id() == RELAY || one.id() == application);
    }
}
