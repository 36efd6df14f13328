package io.realmgate.agent.cli.ruletest;

import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.parse.RuleTestParser;
import io.realmgate.routing.parse.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files {@code rules-test/*.conf} beside an agent.conf, in the order of their names. */
public final class RuleTestFiles {
    private RuleTestFiles() {}

    /**
     * Reads the tests of {@code directory} against the rules and peers of {@code set}.
     *
     * @param listeners names that there are in {@code agent.conf}
     */
    public static RuleTestParser.Outcome read(Path directory, CheckedSet set, Set<String> listeners) {
        List<SourceFile> files = new ArrayList<>();
        List<Diagnostic> unreadable = new ArrayList<>();
        for (Path file : files(directory, unreadable)) {
            try {
                files.add(new SourceFile(file.toString(), Files.readString(file)));
            } catch (IOException e) {
                unreadable.add(Diagnostic.error(new Place(file.toString(), 0), "cannot be read: " + e.getMessage()));
            }
        }
        if (files.isEmpty() && unreadable.isEmpty()) {
            unreadable.add(Diagnostic.error(
                    new Place(directory.toString(), 0),
                    "there are no tests here",
                    "write *.conf files: docs/rules.md"));
        }
        RuleTestParser.Outcome read = RuleTestParser.parse(
                files, set.table().rules(), set.directory(), set.table().dictionary(), listeners);
        unreadable.addAll(read.diagnostics());
        return new RuleTestParser.Outcome(read.tests(), unreadable);
    }

    private static List<Path> files(Path directory, List<Diagnostic> unreadable) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            unreadable.add(Diagnostic.error(new Place(directory.toString(), 0), "cannot be listed: " + e.getMessage()));
            return List.of();
        }
    }
}
