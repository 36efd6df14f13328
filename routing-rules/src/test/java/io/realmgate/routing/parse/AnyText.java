package io.realmgate.routing.parse;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Writes objects of the language: most of them right, some with one slip, some hostile. */
final class AnyText {

    /** Keys that go together, most of them: of a place that knows all of such a list, one list is taken. */
    private static final List<List<String>> SHAPES = List.of(
            List.of("set", "value"),
            List.of("add", "value", "mandatory"),
            List.of("remove"),
            List.of("replace", "regex", "with"),
            List.of("path", "exists"),
            List.of("path", "equals"),
            List.of("path", "range"),
            List.of("path", "prefix"),
            List.of("path", "suffix"),
            List.of("path", "regex"),
            List.of("path", "in"),
            List.of("table", "key"),
            List.of("table"),
            List.of("on", "deadline"),
            List.of("select", "members"),
            List.of("members", "last-resort"),
            List.of("peer", "weight"),
            List.of("name", "id"),
            List.of("name", "code", "application", "request", "answer"),
            List.of("name", "code", "type"),
            List.of("name", "code"),
            List.of("name", "message", "expect"),
            List.of("from", "application", "command"),
            List.of("rule", "to"),
            List.of("path", "value"));

    /** What no key takes, or hardly any. */
    private static final List<String> HOSTILE = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e308",
            "1e999999999",
            "-0.0",
            "99999999999999999999",
            "4294967296",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\n\\u001b[2J\"",
            "\"*\"",
            "\"*.\"",
            "\"a*b*\"",
            "\"0x\"",
            "\"0x0\"",
            "\"..\"",
            "\"[\"",
            "\"{\"",
            "\"{{{\"",
            "\"$1\"",
            "\"((((\"",
            "\"(a{1000}){1000}\"",
            "[ ]",
            "{ }",
            "[ [ ] ]",
            "[ { } ]",
            "{ a = { a = 1 } }",
            "[ 1, a, { } ]",
            "\"9-1\"",
            "\"-\"",
            "1-2-3",
            "\"::\"",
            "\"tcp://\"",
            "\"${a}\"",
            "1s",
            "\"-1s\"",
            "9999999999999d",
            "1e300d");

    private final Random random;
    private final Map<String, List<String>> samples;
    private int names;

    /** @param samples values that a key may well have, by key */
    AnyText(Random random, Map<String, List<String>> samples) {
        this.random = random;
        this.samples = samples;
    }

    /** Keys and values of an object of this kind, without its braces; those of {@code wanted} among them. */
    String fields(KnownKeys.Place place, String... wanted) {
        return fieldsBeside(List.of(), place, wanted);
    }

    /** The same, of an object that has the keys {@code written} already. */
    String fieldsBeside(List<String> written, KnownKeys.Place place, String... wanted) {
        Set<String> keys = new LinkedHashSet<>(List.of(wanted));
        keys.addAll(shape(place));
        if (keys.isEmpty() && written.isEmpty() || random.nextInt(8) == 0) {
            keys.add(place.keys().get(random.nextInt(place.keys().size())));
        }
        if (!keys.isEmpty() && random.nextInt(60) == 0) {
            keys.remove(keys.iterator().next());
        }
        if (random.nextInt(120) == 0) {
            keys.add("no-such-key");
        }
        written.forEach(keys::remove);
        List<String> fields = new ArrayList<>();
        for (String key : keys) {
            fields.add(key + " = " + value(place, key));
        }
        return String.join(random.nextBoolean() ? ", " : "\n", fields);
    }

    private List<String> shape(KnownKeys.Place place) {
        List<List<String>> fitting =
                SHAPES.stream().filter(shape -> place.keys().containsAll(shape)).toList();
        List<List<String>> whole = fitting.stream()
                .filter(shape -> fitting.stream().noneMatch(more -> more != shape && more.containsAll(shape)))
                .toList();
        return whole.isEmpty() ? List.of() : whole.get(random.nextInt(whole.size()));
    }

    /** A value of a key. */
    private String value(KnownKeys.Place place, String key) {
        if (random.nextInt(150) == 0) {
            return HOSTILE.get(random.nextInt(HOSTILE.size()));
        }
        KnownKeys.Place object = place.objects().get(key);
        List<String> known = samples.getOrDefault(key, List.of());
        if (object != null && (known.isEmpty() || random.nextInt(4) == 0)) {
            return object(object, place.lists().contains(key));
        }
        if (known.isEmpty()) {
            return "no-such-value";
        }
        boolean list = place.lists().contains(key) || random.nextInt(60) == 0;
        return list ? "[ " + sample(known) + ", " + sample(known) + " ]" : sample(known);
    }

    /** {@code #a-b} stands for any number between, {@code #} for a name that there is once. */
    private String sample(List<String> known) {
        String one = known.get(random.nextInt(known.size()));
        if (one.equals("#")) {
            return "n" + names++;
        } else if (one.startsWith("#")) {
            int dash = one.indexOf('-');
            int least = Integer.parseInt(one.substring(1, dash));
            return "" + (least + random.nextInt(Integer.parseInt(one.substring(dash + 1)) - least + 1));
        }
        return one.matches("[A-Za-z0-9._-]+|[\"\\[{].*") ? one : '"' + one + '"';
    }

    private String object(KnownKeys.Place object, boolean list) {
        List<String> objects = new ArrayList<>();
        for (int i = list ? random.nextInt(3) : 0; i >= 0; i--) {
            objects.add("{ " + fields(object) + " }");
        }
        return list ? "[ " + String.join(", ", objects) + " ]" : objects.get(0);
    }

    /** The same text with a few slips: characters lost, doubled, changed, pieces moved, values made hostile. */
    static String withSlips(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text.isEmpty() ? " " : text);
        for (int slips = 1 + random.nextInt(4); slips > 0; slips--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(6)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, mutated.charAt(random.nextInt(mutated.length())));
                case 2 -> mutated.setCharAt(at, mutated.charAt(random.nextInt(mutated.length())));
                case 3 -> mutated.insert(at, HOSTILE.get(random.nextInt(HOSTILE.size())));
                case 4 -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(40)));
                default -> {
                    int end = Math.min(mutated.length(), at + random.nextInt(40));
                    mutated.insert(random.nextInt(mutated.length()), mutated.substring(at, end));
                }
            }
            if (mutated.isEmpty()) {
                mutated.append(' ');
            }
        }
        return mutated.toString();
    }
}
