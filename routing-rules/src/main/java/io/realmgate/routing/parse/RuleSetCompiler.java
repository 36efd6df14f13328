package io.realmgate.routing.parse;

import com.typesafe.config.Config;
import io.realmgate.routing.RoutingTable;
import io.realmgate.routing.check.AskedOneByOne;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Lints;
import io.realmgate.routing.check.Severity;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.match.MatchCompiler;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import io.realmgate.routing.table.LookupTable;
import io.realmgate.routing.table.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a peer file and of rule files into a table that decides, or into everything that
 * is wrong with them. Pure: the same texts give the same result. Its work grows with their length.
 */
public final class RuleSetCompiler {

    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Dictionary dictionary;

    private final @Nullable Set<String> listeners;

    private RuleSetCompiler(Dictionary dictionary, @Nullable Set<String> listeners) {
        this.dictionary = dictionary;
        this.listeners = listeners;
    }

    /**
     * Compiles a set of files. Never throws for what a text says.
     *
     * @param peers null if there is no peer file; then there are no peers
     * @param rules in any order: they are read by name, as if they were one file
     */
    public static RuleSet compile(@Nullable SourceFile peers, List<SourceFile> rules, Dictionary dictionary) {
        return compile(peers, rules, List.of(), dictionary, null);
    }

    /**
     * The same for files that belong to an agent.
     *
     * @param tables as they were read, of different names; their diagnostics are among those of the result
     * @param listeners names of its listeners; null if they are not known: then any may be right
     */
    public static RuleSet compile(
            @Nullable SourceFile peers,
            List<SourceFile> rules,
            List<TableFile> tables,
            Dictionary dictionary,
            @Nullable Set<String> listeners) {
        return new RuleSetCompiler(dictionary, listeners).compile(peers, rules, tables);
    }

    private RuleSet compile(@Nullable SourceFile peerFile, List<SourceFile> ruleFiles, List<TableFile> tableFiles) {
        Config peers = peerFile == null ? null : StrictHocon.parse(peerFile, diagnostics);
        PeerNames names = new PeerNames(peerFile == null || peers != null, listeners);
        PeerDirectory directory = null;
        if (peerFile == null) {
            directory = new PeerDirectory(List.of(), List.of(), Map.of(), List.of(), null);
        } else if (peers != null) {
            Report report = new Report(new Problems(peerFile.name(), diagnostics), "");
            directory = PeerFileParser.parse(peers.root(), names, report);
        }
        Tables tables = tables(tableFiles, names);
        List<SourceFile> inOrder = new ArrayList<>(ruleFiles);
        inOrder.sort(Comparator.comparing(SourceFile::name));
        RuleFileParser parser = new RuleFileParser(dictionary, names);
        for (SourceFile file : inOrder) {
            Problems problems = new Problems(file.name(), diagnostics);
            StrictHocon.parse(file, RuleFileParser.RULES, problems, part -> parser.read(part.root(), problems));
        }
        List<Rule> rules = parser.rules();
        boolean sound = diagnostics.stream().noneMatch(d -> d.severity() == Severity.ERROR);
        if (sound && directory != null) {
            Lints.run(rules, directory, tables, peerFile == null ? null : peerFile.name(), diagnostics::add);
        }
        RoutingTable table = sound ? new MatchCompiler(dictionary, tables).table(rules) : null;
        if (table != null) {
            AskedOneByOne.look(table, diagnostics::add);
        }
        sort(peerFile);
        return new RuleSet(table, directory, diagnostics);
    }

    /** The tables that are right, with what their values name. */
    private Tables tables(List<TableFile> files, PeerNames names) {
        List<Tables.Entry> entries = new ArrayList<>();
        for (TableFile file : files) {
            names.addTable(file);
            diagnostics.addAll(file.diagnostics());
            LookupTable table = file.table();
            if (table == null) {
                continue;
            }
            List<Target> targets = new ArrayList<>();
            Report report = new Report(new Problems(file.file(), diagnostics), "");
            if (table.column() == LookupTable.Column.TO) {
                for (int number = 1; number <= table.values().size(); number++) {
                    String name = table.values().get(number - 1);
                    Target target = names.resolve(name, table.placeOf(number).line(), report);
                    if (target != null) {
                        targets.add(target);
                    }
                }
            }
            entries.add(new Tables.Entry(table, targets));
        }
        return new Tables(entries);
    }

    private void sort(@Nullable SourceFile peerFile) {
        String first = peerFile == null ? "" : peerFile.name();
        diagnostics.sort(Comparator.comparing(
                        (Diagnostic d) -> d.place() == null || !d.place().file().equals(first))
                .thenComparing(d -> d.place() == null ? "" : d.place().file())
                .thenComparingInt(d -> d.place() == null ? 0 : d.place().line()));
    }
}
