package io.realmgate.routing.dictionary;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names of applications, with all aliases, and Application-IDs. */
final class ApplicationNames {

    private final Map<String, Integer> byName = new HashMap<>();
    private final CodeTable<String> byId;
    private final CodeTable<Integer> vendors;
    private final Set<String> spellings = new TreeSet<>();

    ApplicationNames(List<Additions.Application> own) {
        CodeTable.Builder<String> ids = new CodeTable.Builder<>();
        CodeTable.Builder<Integer> vendorsById = new CodeTable.Builder<>();
        for (String[] row : TsvReader.read("applications.tsv", 5)) {
            int id = Integer.parseUnsignedInt(row[0]);
            ids.add(0, id, row[1]);
            vendorsById.add(0, id, Integer.parseInt(row[3]));
            add(row[1], id);
            for (String alias : TsvReader.list(row[2])) {
                add(alias, id);
            }
        }
        for (Additions.Application application : own) {
            ids.add(0, application.id(), application.name());
            add(application.name(), application.id());
            for (String alias : application.also()) {
                add(alias, application.id());
            }
        }
        byId = ids.build();
        vendors = vendorsById.build();
    }

    private void add(String name, int id) {
        spellings.add(name);
        if (byName.put(name.toLowerCase(Locale.ROOT), id) != null) {
            throw new IllegalStateException("application " + name + " twice");
        }
    }

    @Nullable
    Integer id(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    @Nullable
    String name(int id) {
        return byId.find(0, id);
    }

    int vendor(int id) {
        Integer vendor = vendors.find(0, id);
        return vendor == null ? -1 : vendor;
    }

    Set<String> all() {
        return spellings;
    }
}
