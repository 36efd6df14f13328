package io.realmgate.agent.cli.ruletest;

import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.ruletest.RuleTest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one test.
 *
 * @param differences what is other than expected, a line each; empty when the test passed
 * @param answer what becomes of the message; null when the message could not be read
 */
public record RuleTestResult(
        RuleTest test, List<String> differences, @Nullable Answer answer) {
    public RuleTestResult {
        differences = List.copyOf(differences);
    }

    public boolean passed() {
        return differences.isEmpty();
    }

    /** Names of the rules that matched: the one that decided, and those that continue or only observe. */
    public List<String> matched() {
        if (answer == null || answer.rules() == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>(RuleTestRun.matched(answer.rules()));
        Rule decider = answer.rules().decision().rule();
        if (decider != null) {
            names.add(decider.name());
        }
        return names;
    }
}
