package io.realmgate.agent.cli;

import io.realmgate.agent.OfflineAgent;
import io.realmgate.agent.cli.ruletest.JUnitReport;
import io.realmgate.agent.cli.ruletest.RuleTestFiles;
import io.realmgate.agent.cli.ruletest.RuleTestResult;
import io.realmgate.agent.cli.ruletest.RuleTestRun;
import io.realmgate.agent.decode.AnswerText;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Severity;
import io.realmgate.routing.explain.ExplanationFields;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.parse.RuleTestParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code test}: runs the operator's own expectations against the files; connects to nobody. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description =
                "Runs the tests in rules-test/*.conf beside agent.conf: what is to become of which message. All peers"
                        + " count as connected but those of peers-down. Exits with 1 when a test fails or a file is wrong.")
final class TestCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--coverage", description = "Lists the rules that match in no test.")
    private boolean coverage;

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes the results there too, in JUnit's XML.")
    private @Nullable Path junit;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        OfflineAgent agent = Offline.agent(config, line.getErr());
        if (agent == null) {
            return ExitCodes.INVALID;
        }
        RuleTestParser.Outcome read = RuleTestFiles.read(
                config.directory().resolve("rules-test"),
                agent.set(),
                agent.ownSide().listeners());
        PrintWriter err = line.getErr();
        read.diagnostics().stream().map(Diagnostic::text).forEach(err::println);
        err.flush();
        if (read.diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
            return ExitCodes.INVALID;
        }
        RuleTestRun run = new RuleTestRun(agent);
        List<RuleTestResult> results = read.tests().stream().map(run::run).toList();
        PrintWriter out = line.getOut();
        results.forEach(result -> print(result, agent, out));
        long failed = results.stream().filter(result -> !result.passed()).count();
        out.println(results.size() + " tests, " + failed + " failed");
        if (coverage) {
            printCoverage(agent.table().rules(), results, out);
        }
        out.flush();
        if (junit != null) {
            JUnitReport.write(junit, results);
        }
        return failed == 0 ? ExitCodes.OK : ExitCodes.INVALID;
    }

    private void print(RuleTestResult result, OfflineAgent agent, PrintWriter out) {
        out.println((result.passed() ? "ok    " : "FAIL  ")
                + result.test().place().text() + " " + result.test().name());
        if (!result.passed()) {
            result.differences().forEach(one -> out.println("      " + one));
            if (result.answer() != null) {
                new AnswerText(agent.table().dictionary(), false)
                        .lines(result.answer(), agent.set().directory())
                        .forEach(one -> out.println("        " + one));
            }
        }
    }

    private static void printCoverage(List<Rule> rules, List<RuleTestResult> results, PrintWriter out) {
        Set<String> matched = new HashSet<>();
        results.forEach(result -> matched.addAll(result.matched()));
        List<Rule> idle =
                rules.stream().filter(rule -> !matched.contains(rule.name())).toList();
        out.println((rules.size() - idle.size()) + " of " + rules.size() + " rules match in a test");
        idle.forEach(rule -> out.println("  " + ExplanationFields.named(rule) + " matches in none"));
    }
}
