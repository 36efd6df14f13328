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

    ResultNames(List<Additions.Result> own) {
        CodeTable.Builder<String> codes = new CodeTable.Builder<>();
        for (String[] row : TsvReader.read("results.tsv", 4)) {
            add(row[2], new ResultValue(Integer.parseInt(row[0]), Integer.parseInt(row[1])), codes);
        }
        for (Additions.Result result : own) {
            add(result.name(), result.value(), codes);
        }
        byCode = codes.build();
    }

    private void add(String name, ResultValue value, CodeTable.Builder<String> codes) {
        codes.add(value.vendor(), value.code(), name);
        String key = name.toLowerCase(Locale.ROOT);
        if (value.vendor() == 0) {
            standard.put(key, value.code());
            spellings.add(name);
        } else {
            experimental.computeIfAbsent(key, k -> new ArrayList<>(1)).add(value);
            experimentalSpellings.add(name);
        }
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
