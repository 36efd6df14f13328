package io.realmgate.routing.dictionary;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names of Result-Code values, and of Experimental-Result-Code values by vendor. */
final class ResultNames {

    private final CodeTable<String> byCode;
    private final Map<String, Integer> standard = new HashMap<>();
    private final Map<String, Integer> experimental = new HashMap<>();
    private final Set<String> spellings = new TreeSet<>();

    ResultNames() {
        CodeTable.Builder<String> codes = new CodeTable.Builder<>();
        TsvReader.read("results.tsv", 4, row -> {
            int vendor = Integer.parseInt(row[0]);
            int code = Integer.parseInt(row[1]);
            codes.add(vendor, code, row[2]);
            (vendor == 0 ? standard : experimental).put(row[2].toLowerCase(Locale.ROOT), code);
            if (vendor == 0) {
                spellings.add(row[2]);
            }
        });
        byCode = codes.build();
    }

    @Nullable
    Integer standardCode(String name) {
        return standard.get(name.toLowerCase(Locale.ROOT));
    }

    @Nullable
    Integer experimentalCode(String name) {
        return experimental.get(name.toLowerCase(Locale.ROOT));
    }

    @Nullable
    String name(int vendor, int code) {
        return byCode.find(vendor, code);
    }

    /** Names of Result-Code values only. */
    Set<String> all() {
        return spellings;
    }
}
