package io.realmgate.routing.parse;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.PeerRights;
import io.realmgate.routing.model.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code role} and {@code may-send} of the entries of one peer file. Roles go with all entries or with none: an
 * entry that was forgotten must be neither trusted nor shut out by accident.
 */
final class PeerRightsParser {
    /** The keys that are read here. */
    static final List<String> KEYS = List.of("role", "may-send");

    /** Where an entry without a role is. */
    private record Entry(Report about, ConfigValue origin) {}

    private final List<Entry> withoutRole = new ArrayList<>();
    private boolean anyRole;

    /**
     * The rights of one entry; what is wrong is reported to {@code about}.
     *
     * @param origin what stands for the entry in messages
     */
    PeerRights read(Fields entry, ConfigValue origin, Report about) {
        Fields fields = entry.with(about);
        Scalar role = fields.scalar("role");
        if (role == null) {
            withoutRole.add(new Entry(about, origin));
        } else {
            anyRole = true;
        }
        ConfigObject maySend = fields.object("may-send");
        if (maySend == null) {
            return new PeerRights(role(role, about), List.of(), List.of());
        }
        Fields lists = new Fields(maySend, about);
        lists.allow("origin-realms", "destination-realms");
        if (maySend.isEmpty()) {
            about.error(maySend, "\"may-send\" is empty", "leave it out when every realm may be used");
        }
        return new PeerRights(
                role(role, about), realms(lists, "origin-realms", about), realms(lists, "destination-realms", about));
    }

    private static @Nullable Role role(@Nullable Scalar role, Report about) {
        if (role == null) {
            return null;
        }
        return Role.of(role.text()).orElseGet(() -> {
            about.error(
                    role.origin(),
                    "role \"" + role.text() + "\" is not known",
                    about.suggest(role.text(), Role.words(), "one of " + String.join(", ", Role.words())));
            return null;
        });
    }

    private static List<NamePattern> realms(Fields lists, String key, Report about) {
        List<NamePattern> realms = new ArrayList<>();
        for (Scalar one : lists.scalars(key)) {
            NamePattern realm = DiameterName.pattern(one, key, about);
            if (realm != null) {
                realms.add(realm);
            }
        }
        return realms;
    }

    /** After the last entry: reports the first one without a role when others have one. */
    void finish() {
        if (anyRole && !withoutRole.isEmpty()) {
            Entry first = withoutRole.get(0);
            int more = withoutRole.size() - 1;
            first.about.error(
                    first.origin,
                    "\"role\" is missing, and other entries have one"
                            + (more == 0 ? "" : "; so it is in " + more + " more"),
                    "role = " + Role.HOME.word() + " or role = " + Role.PARTNER.word());
        }
    }
}
