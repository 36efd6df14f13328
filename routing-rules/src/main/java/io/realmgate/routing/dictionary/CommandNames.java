package io.realmgate.routing.dictionary;

import java.util.ArrayList;
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

    private static final String[] ENDINGS = {"-request", "-answer"};

    private final Map<String, List<CommandDefinition>> byName = new HashMap<>();
    private final Set<String> spellings = new TreeSet<>();
    private final CodeTable<List<CommandDefinition>> byCode;

    CommandNames(ApplicationNames applications, List<CommandDefinition> own) {
        List<CommandDefinition> all = new ArrayList<>();
        Map<Integer, List<CommandDefinition>> codes = new HashMap<>();
        for (String[] row : TsvReader.read("commands.tsv", 7)) {
            int code = Integer.parseInt(row[0]);
            Set<Integer> ids = ids(TsvReader.list(row[4]), applications);
            all.add(new CommandDefinition(code, row[1], row[2], row[3], ids, row[5].equals("STR")));
        }
        for (CommandDefinition command : own) {
            merge(all, command);
        }
        for (CommandDefinition command : all) {
            addName(command.request(), command);
            addName(command.answer(), command);
            addName(command.longName(), command);
            List<CommandDefinition> sameCode = codes.get(command.code());
            if (sameCode == null) {
                sameCode = new ArrayList<>();
                codes.put(command.code(), sameCode);
            }
            sameCode.add(command);
        }
        CodeTable.Builder<List<CommandDefinition>> table = new CodeTable.Builder<>();
        for (Map.Entry<Integer, List<CommandDefinition>> entry : codes.entrySet()) {
            table.add(0, entry.getKey(), List.copyOf(entry.getValue()));
        }
        byCode = table.build();
    }

    /** A command that is there is one command in more applications: its name keeps one meaning. */
    private static void merge(List<CommandDefinition> all, CommandDefinition own) {
        for (int i = 0; i < all.size(); i++) {
            CommandDefinition known = all.get(i);
            if (known.code() == own.code() && known.longName().equalsIgnoreCase(own.longName())) {
                Set<Integer> ids = new HashSet<>(known.applications());
                ids.addAll(own.applications());
                all.set(i, known.in(ids));
                return;
            }
        }
        all.add(own);
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

    private void addName(String name, CommandDefinition command) {
        spellings.add(name);
        String key = name.toLowerCase(Locale.ROOT);
        List<CommandDefinition> sameName = byName.get(key);
        if (sameName == null) {
            sameName = new ArrayList<>(1);
            byName.put(key, sameName);
        }
        sameName.add(command);
    }

    List<CommandDefinition> named(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        for (String ending : ENDINGS) {
            if (key.endsWith(ending) && !byName.containsKey(key)) {
                key = key.substring(0, key.length() - ending.length());
            }
        }
        List<CommandDefinition> named = byName.get(key);
        return named == null ? List.of() : List.copyOf(named);
    }

    @Nullable
    CommandDefinition find(int code, int application) {
        List<CommandDefinition> sameCode = byCode.find(0, code);
        if (sameCode == null) {
            return null;
        }
        for (int i = 0; i < sameCode.size(); i++) {
            if (sameCode.get(i).isIn(application)) {
                return sameCode.get(i);
            }
        }
        return sameCode.get(0);
    }

    Set<String> all() {
        return spellings;
    }
}
