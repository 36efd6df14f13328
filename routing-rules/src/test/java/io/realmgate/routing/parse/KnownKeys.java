package io.realmgate.routing.parse;

import io.realmgate.routing.check.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the language, as the parser names them when it is asked for one that it does not know. Every object that a key
 * may have is found by asking too, so that nothing of the language can be forgotten here.
 */
final class KnownKeys {

    private static final String UNKNOWN = "zz-none";
    private static final String KNOWN = "known here: ";
    /** What has to stand beside a key, before the parser looks into its object. */
    private static final Map<String, String> BESIDE = Map.of(
            "in", "path = User-Name, ",
            "avps", "from = mme1.visited.example, application = S6a, command = ULR, ",
            "request",
                    "phase = answer, from = hss1.home.example, asked-by = mme1.visited.example, application = S6a,"
                            + " command = ULR, result = 2001, ");

    private final Function<String, List<Diagnostic>> check;

    /**
     * An object of the language.
     *
     * @param objects what may stand in its keys, for those that hold objects or lists of them; perhaps this one again
     * @param lists those of them that only hold lists
     */
    record Place(List<String> keys, Map<String, Place> objects, Set<String> lists) {}

    /** @param check what the parser says of a file */
    KnownKeys(Function<String, List<Diagnostic>> check) {
        this.check = check;
    }

    /** The object that stands between these two texts. */
    Place place(String before, String after) {
        Place found = place(before, after, Map.of());
        if (found == null) {
            throw new AssertionError("the parser knows all keys in " + before + "…" + after);
        }
        return found;
    }

    private @Nullable Place place(String before, String after, Map<List<String>, Place> around) {
        List<String> keys = keys(before, after);
        if (keys == null) {
            return null;
        }
        Place same = around.get(keys);
        if (same != null) {
            // Alternatives have alternatives, which know the same keys.
            return same;
        }
        Map<String, Place> objects = new LinkedHashMap<>();
        Set<String> lists = new HashSet<>();
        Place place = new Place(keys, objects, lists);
        Map<List<String>, Place> all = new HashMap<>(around);
        all.put(keys, place);
        for (String key : keys) {
            String beside = before + BESIDE.getOrDefault(key, "") + key;
            Place object = place(beside + " = { ", " }" + after, all);
            Place element = object == null ? place(beside + " = [ { ", " } ]" + after, all) : object;
            if (element != null) {
                objects.put(key, element);
            }
            if (object == null && element != null) {
                lists.add(key);
            }
        }
        return place;
    }

    private @Nullable List<String> keys(String before, String after) {
        for (Diagnostic diagnostic : check.apply(before + UNKNOWN + " = 1" + after)) {
            String hint = diagnostic.hint();
            if (hint != null && hint.startsWith(KNOWN) && diagnostic.message().endsWith("\"" + UNKNOWN + "\"")) {
                return new ArrayList<>(List.of(hint.substring(KNOWN.length()).split(", ")));
            }
        }
        return null;
    }
}
