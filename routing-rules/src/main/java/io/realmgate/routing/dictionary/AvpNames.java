package io.realmgate.routing.dictionary;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** AVPs by code and vendor, and by name. */
final class AvpNames {

    private static final List<String> FILES = List.of("avps-ietf.tsv", "avps-3gpp.tsv", "avps-sip.tsv");

    private final CodeTable<AvpDefinition> byCode;
    private final Map<String, AvpDefinition> byName = new HashMap<>();

    AvpNames(List<AvpDefinition> own) {
        CodeTable<String> optional = optional();
        CodeTable.Builder<AvpDefinition> codes = new CodeTable.Builder<>();
        for (String file : FILES) {
            for (String[] row : TsvReader.read(file, 5)) {
                int vendor = Integer.parseInt(row[0]);
                int code = Integer.parseUnsignedInt(row[1]);
                boolean mandatory = optional.find(vendor, code) == null;
                AvpDefinition avp = new AvpDefinition(row[2], code, vendor, AvpType.of(row[3]), mandatory);
                codes.add(vendor, code, avp);
                byName.putIfAbsent(avp.name().toLowerCase(Locale.ROOT), avp);
            }
        }
        for (AvpDefinition avp : own) {
            codes.add(avp.vendor(), avp.code(), avp);
            byName.put(avp.name().toLowerCase(Locale.ROOT), avp);
        }
        byCode = codes.build();
    }

    /** Those that are written without the M bit. */
    private static CodeTable<String> optional() {
        CodeTable.Builder<String> codes = new CodeTable.Builder<>();
        for (String[] row : TsvReader.read("avps-optional.tsv", 3)) {
            codes.add(Integer.parseInt(row[0]), Integer.parseUnsignedInt(row[1]), row[2]);
        }
        return codes.build();
    }

    @Nullable
    AvpDefinition find(int code, int vendor) {
        return byCode.find(vendor, code);
    }

    @Nullable
    AvpDefinition find(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    /** The names as they are spelled. */
    List<String> all() {
        return byName.values().stream().map(AvpDefinition::name).toList();
    }
}
