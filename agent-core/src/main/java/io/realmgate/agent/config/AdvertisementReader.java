package io.realmgate.agent.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.realmgate.agent.config.Advertisement.Application;
import io.realmgate.routing.dictionary.Dictionary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code advertise = [ S6a, { application = 16777999, vendor = 193 } ]} and {@code supported-vendors = [ 10415 ]}. */
final class AdvertisementReader {
    private static final Set<String> KEYS = Set.of("application", "vendor", "type");

    private final SettingsReader reader;
    private final Dictionary dictionary;
    private final ApplicationReader names;

    AdvertisementReader(SettingsReader reader, Dictionary dictionary) {
        this.reader = reader;
        this.dictionary = dictionary;
        this.names = new ApplicationReader(reader, dictionary);
    }

    Advertisement read(@Nullable ConfigValue advertise, @Nullable ConfigValue supportedVendors) {
        List<Application> applications =
                advertise == null ? Advertisement.USUAL.applications() : applications(advertise);
        List<Integer> vendors = supportedVendors == null ? vendorsOf(applications) : vendors(supportedVendors);
        return new Advertisement(applications, vendors, advertise != null);
    }

    private List<Application> applications(ConfigValue advertise) {
        List<? extends ConfigValue> values = advertise instanceof ConfigList list ? list : List.of(advertise);
        if (values.isEmpty()) {
            reader.error(advertise.origin(), "\"advertise\" is an empty list", "a relay advertises [ Relay ]");
        }
        List<Application> applications = new ArrayList<>();
        for (ConfigValue value : values) {
            Application one = value instanceof ConfigObject object ? inFull(object) : byName(value);
            if (one != null && applications.stream().anyMatch(other -> other.id() == one.id())) {
                reader.error(value.origin(), "this application is advertised twice", null);
            } else if (one != null) {
                applications.add(one);
            }
        }
        return applications;
    }

    private @Nullable Application byName(ConfigValue value) {
        Integer id = names.read(value, "advertise");
        if (id == null) {
            return null;
        }
        int vendor = dictionary.applicationVendor(id);
        if (vendor < 0 && Integer.compareUnsigned(id, Advertisement.FIRST_OF_VENDORS) >= 0) {
            reader.error(
                    value.origin(),
                    "the vendor of application " + Integer.toUnsignedString(id) + " is not known here",
                    "{ application = " + value.unwrapped() + ", vendor = … }");
            return null;
        }
        return new Application(id, Math.max(0, vendor), id == Advertisement.BASE_ACCOUNTING);
    }

    private @Nullable Application inFull(ConfigObject object) {
        reader.unknownKeys(object, KEYS, "advertise.");
        ConfigValue application = object.get("application");
        if (application == null) {
            reader.error(object.origin(), "\"application\" is missing", "{ application = 16777999, vendor = 193 }");
            return null;
        }
        Integer id = names.read(application, "advertise");
        ConfigValue vendor = object.get("vendor");
        Integer vendorId = vendor == null ? null : ApplicationReader.number(String.valueOf(vendor.unwrapped()));
        if (vendor != null && vendorId == null) {
            reader.error(vendor.origin(), "\"vendor\" must be a Vendor-Id, a number", "10415 is 3GPP");
            return null;
        }
        Boolean accounting = accounting(object);
        if (id == null || accounting == null) {
            return null;
        }
        int known = Math.max(0, dictionary.applicationVendor(id));
        boolean isAccounting = object.get("type") == null ? id == Advertisement.BASE_ACCOUNTING : accounting;
        return new Application(id, vendorId == null ? known : vendorId, isAccounting);
    }

    private @Nullable Boolean accounting(ConfigObject object) {
        ConfigValue type = object.get("type");
        String text = type == null ? "auth" : String.valueOf(type.unwrapped());
        switch (text) {
            case "auth" -> {
                return false;
            }
            case "acct" -> {
                return true;
            }
            default -> {
                ConfigOrigin origin = type == null ? object.origin() : type.origin();
                reader.error(origin, "type \"" + text + "\" is not known", "auth or acct: which Application-Id AVP");
                return null;
            }
        }
    }

    /** RFC 6733 5.3.6, unless it is said: a vendor whose application we know is one whose AVPs we know. */
    private static List<Integer> vendorsOf(List<Application> applications) {
        Set<Integer> vendors = new LinkedHashSet<>();
        applications.stream()
                .map(Application::vendor)
                .filter(vendor -> vendor != 0)
                .forEach(vendors::add);
        return List.copyOf(vendors);
    }

    private List<Integer> vendors(ConfigValue value) {
        if (!(value instanceof ConfigList list)) {
            reader.error(value.origin(), "\"supported-vendors\" must be a list", "supported-vendors = [ 10415 ]");
            return List.of();
        }
        Set<Integer> vendors = new LinkedHashSet<>();
        for (ConfigValue one : list) {
            Integer vendor = ApplicationReader.number(String.valueOf(one.unwrapped()));
            // RFC 6733 5.3.6: never 0, and no value twice.
            if (vendor == null || vendor == 0) {
                reader.error(
                        one.origin(), "\"" + one.unwrapped() + "\" is no Vendor-Id", "a number above 0; 10415 is 3GPP");
            } else if (!vendors.add(vendor)) {
                reader.error(one.origin(), "Vendor-Id " + one.unwrapped() + " is there twice", null);
            }
        }
        return List.copyOf(vendors);
    }
}
