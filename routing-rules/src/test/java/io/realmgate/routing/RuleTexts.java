package io.realmgate.routing;

import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.parse.RuleSet;
import io.realmgate.routing.parse.RuleSetCompiler;
import io.realmgate.routing.parse.SourceFile;
import io.realmgate.routing.parse.TableFile;
import io.realmgate.routing.parse.TableReader;
import io.realmgate.routing.table.HeapBudget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles rules that a test writes down, against one peer file that all such tests share. */
public final class RuleTexts {

    public static final String PEERS = """
            peers = [
              { identity = hss1.home.example, realm = home.example }
              { identity = hss2.home.example, realm = home.example }
              { identity = mme1.visited.example, realm = visited.example }
            ]
            accept = [ { identity = "*.visited.example", realm = visited.example, group = visited } ]
            groups {
              home-hss { members = [ hss1.home.example, hss2.home.example ] }
              partners { members = [ mme1.visited.example ] }
            }
            """;

    private RuleTexts() {}

    public static RuleSet compile(String... ruleFiles) {
        List<SourceFile> files = new ArrayList<>();
        for (String text : ruleFiles) {
            files.add(new SourceFile("rules/" + files.size() + ".conf", text));
        }
        return RuleSetCompiler.compile(new SourceFile("peers.conf", PEERS), files, Dictionary.standard());
    }

    /** Tables that rules of tests may ask, beside those peers. */
    public static List<TableFile> tables() {
        return List.of(
                tableFile("hss", "digits,to\n00101*,home-hss\n001010000000000-001010000000099,hss1.home.example\n"),
                tableFile("users", "text,to\nsip:alice@home.example,hss1.home.example\n*@home.example,home-hss\n"),
                tableFile("classes", "digits,value\n00101*,gold\n00102*,silver\n"),
                tableFile("realms", "text\nvisited.example\n*.visited.example\n"));
    }

    /** A table as if it had been read from {@code tables/name.csv}. */
    public static TableFile tableFile(String name, String csv) {
        List<Diagnostic> out = new ArrayList<>();
        String file = "tables/" + name + ".csv";
        TableReader.Source source = new TableReader.Source(name, file, new HeapBudget(1L << 30), rows -> {});
        try {
            byte[] octets = csv.getBytes(StandardCharsets.UTF_8);
            return new TableFile(name, file, TableReader.read(source, new ByteArrayInputStream(octets), out), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table of rules that may ask {@link #tables}, which must be free of errors. */
    public static RoutingTable tableWithTables(String rules) {
        RuleSet set = RuleSetCompiler.compile(
                new SourceFile("peers.conf", PEERS),
                List.of(new SourceFile("r", rules)),
                tables(),
                Dictionary.standard(),
                null);
        RoutingTable table = set.table();
        if (table == null) {
            throw new AssertionError(texts(set));
        }
        return table;
    }

    /** The table of files that must be free of errors. */
    public static RoutingTable table(String... ruleFiles) {
        RuleSet set = compile(ruleFiles);
        RoutingTable table = set.table();
        if (table == null) {
            throw new AssertionError(texts(set));
        }
        return table;
    }

    /** Whether a rule with this match is for the message. */
    public static boolean matches(String match, MessageFacts facts) {
        RoutingTable table = table("rules = [ { name = r, match { " + match + " }, action = reject, result = 3002 } ]");
        boolean decided = table.decide(facts, new Trail()) instanceof RouteDecision.Reject;
        boolean explained = table.explain(facts).passed().isEmpty();
        if (decided != explained) {
            throw new AssertionError("decide and explain differ about " + match + " and " + facts);
        }
        return decided;
    }

    /** The name of the rule that decides, or null. */
    public static @Nullable String decider(RoutingTable table, MessageFacts facts) {
        Rule rule = table.decide(facts, new Trail()).rule();
        return rule == null ? null : rule.name();
    }

    public static List<String> texts(RuleSet set) {
        return set.diagnostics().stream().map(Diagnostic::text).toList();
    }
}
