package io.realmgate.routing.dictionary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names of commands. A short name may belong to several commands, a code to several applications. */
final class CommandNames {

    private final Map<String, List<CommandDefinition>> byName = new HashMap<>();
    private final Set<String> spellings = new TreeSet<>();
    // Sorted by code: looking up an array allocates nothing, and names of commands are asked for per message.
    private final CommandDefinition[] byCode;

    CommandNames(ApplicationNames applications) {
        List<CommandDefinition> all = new ArrayList<>();
        TsvReader.read("commands.tsv", 6, row -> {
            CommandDefinition command = new CommandDefinition(
                    Integer.parseInt(row[0]), row[1], row[2], row[3], ids(TsvReader.list(row[4]), applications));
            all.add(command);
            index(command.request(), command);
            index(command.answer(), command);
            index(command.longName(), command);
            index(command.longName() + "-Request", command);
            index(command.longName() + "-Answer", command);
        });
        all.sort(Comparator.comparingInt(CommandDefinition::code));
        byCode = all.toArray(CommandDefinition[]::new);
    }

    private static Set<Integer> ids(List<String> names, ApplicationNames applications) {
        Set<Integer> ids = new HashSet<>();
        for (String name : names) {
            Integer id = applications.id(name);
            if (id == null) {
                throw new IllegalStateException("commands.tsv: application " + name);
            }
            ids.add(id);
        }
        return ids;
    }

    private void index(String name, CommandDefinition command) {
        spellings.add(name);
        List<CommandDefinition> known =
                byName.computeIfAbsent(name.toLowerCase(Locale.ROOT), unused -> new ArrayList<>());
        if (!known.contains(command)) {
            known.add(command);
        }
    }

    List<CommandDefinition> named(String name) {
        return List.copyOf(byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    @Nullable
    CommandDefinition find(int code, int application) {
        int i = firstOf(code);
        CommandDefinition other = null;
        for (; i < byCode.length && byCode[i].code() == code; i++) {
            if (byCode[i].isIn(application)) {
                return byCode[i];
            }
            other = other == null ? byCode[i] : other;
        }
        return other;
    }

    private int firstOf(int code) {
        int low = 0;
        int high = byCode.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byCode[middle].code() < code) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Set<String> all() {
        return spellings;
    }
}
