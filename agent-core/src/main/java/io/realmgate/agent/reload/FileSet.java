package io.realmgate.agent.reload;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one set: {@code peers.conf}, {@code rules/*.conf} and {@code dictionary/*.conf}, by their names
 * relative to the directory of {@code agent.conf}, with {@code /} on every system. Immutable.
 */
public record FileSet(SortedMap<String, String> texts) {
    public static final String PEERS = "peers.conf";
    public static final String RULES = "rules/";
    static final String DICTIONARY = "dictionary/";
    static final FileSet EMPTY = new FileSet(new TreeMap<>());

    public FileSet {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    /** The text of a file, or null. */
    public @Nullable String text(String name) {
        return texts.get(name);
    }

    /** The same set with another text of one file, or without it when {@code text} is null. */
    public FileSet with(String name, @Nullable String text) {
        SortedMap<String, String> changed = new TreeMap<>(texts);
        if (text == null) {
            changed.remove(name);
        } else {
            changed.put(name, text);
        }
        return new FileSet(changed);
    }

    /** The same set, whose texts that {@code before} has too are held in memory once. */
    FileSet sharing(FileSet before) {
        SortedMap<String, String> shared = new TreeMap<>(texts);
        shared.replaceAll((name, text) -> {
            String known = before.text(name);
            return text.equals(known) ? known : text;
        });
        return new FileSet(shared);
    }

    /** Length of all texts in UTF-8. */
    long octets() {
        return texts.values().stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
