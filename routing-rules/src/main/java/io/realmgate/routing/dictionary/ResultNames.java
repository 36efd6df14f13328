package io.realmgate.routing.dictionary;

import io.realmgate.routing.model.ResultValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names of Result-Code values, and of Experimental-Result-Code values by vendor. */
final class ResultNames {

    private final CodeTable<String> byCode;
    private final Map<String, Integer> standard = new HashMap<>();
    private final Map<String, List<ResultValue>> experimental = new HashMap<>();
    private final Set<String> spellings = new TreeSet<>();
    private final Set<String> experimentalSpellings = new TreeSet<>();

    ResultNames() {
        CodeTable.Builder<String> codes = new CodeTable.Builder<>();
        for (String[] row : TsvReader.read("results.tsv", 4)) {
            int vendor = Integer.parseInt(row[0]);
            int code = Integer.parseInt(row[1]);
            codes.add(vendor, code, row[2]);
            String key = row[2].toLowerCase(Locale.ROOT);
            if (vendor == 0) {
                standard.put(key, code);
                spellings.add(row[2]);
            } else {
                experimental.computeIfAbsent(key, k -> new ArrayList<>(1)).add(new ResultValue(vendor, code));
                experimentalSpellings.add(row[2]);
            }
        }
        byCode = codes.build();
    }

    @Nullable
    Integer standardCode(String name) {
        return standard.get(name.toLowerCase(Locale.ROOT));
    }

    List<ResultValue> experimental(String name) {
        return List.copyOf(experimental.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    @Nullable
    String name(int vendor, int code) {
        return byCode.find(vendor, code);
    }

    /** Names of Result-Code values only. */
    Set<String> all() {
        return spellings;
    }

    /** Names of Experimental-Result-Code values only. */
    Set<String> allExperimental() {
        return experimentalSpellings;
    }
}
