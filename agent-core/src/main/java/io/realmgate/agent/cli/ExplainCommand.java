package io.realmgate.agent.cli;

import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.routing.Explanation;
import io.realmgate.routing.check.Severity;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.ExplanationFields;
import io.realmgate.routing.explain.Question;
import io.realmgate.routing.explain.QuestionFacts;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code explain}: which rule of the files decides a request, and why those before it do not; connects to nobody. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says which rule of the files decides a request with these fields, and why each earlier one does"
                + " not. Which peers are up only a running agent knows: POST /v1/explain.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = {"-f", "--field"},
            paramLabel = "FIELD=VALUE",
            required = true,
            description = "from, application, command, destination-realm, destination-host, origin-realm, origin-host,"
                    + " session-id, user-name, listener;"
                    + " applications and commands by name or number")
    private Map<String, String> fields = Map.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
        Question question;
        try {
            question = Question.read(fields, Dictionary.standard());
        } catch (Question.UnclearException e) {
            throw new CommandLine.ParameterException(line, String.valueOf(e.getMessage()), e);
        }
        ConfigOption.Loaded loaded = config.load();
        AgentSettings settings = loaded.settings();
        CheckedSet set = loaded.set().set();
        PrintWriter err = line.getErr();
        if (settings == null || set == null) {
            loaded.diagnostics().stream()
                    .filter(d -> d.severity() == Severity.ERROR)
                    .forEach(d -> err.println(d.text()));
            err.flush();
            return ExitCodes.INVALID;
        }
        Set<String> identities =
                Set.copyOf(set.localIdentities(settings.identity()).names());
        QuestionFacts facts = new QuestionFacts(question, set.directory(), identities);
        Explanation explanation = set.table().explain(facts);
        PrintWriter out = line.getOut();
        new OfflineIngress(set, question.from())
                .lines(facts, explanation.decision())
                .forEach(out::println);
        for (Explanation.Passed passed : explanation.passed()) {
            out.println(ExplanationFields.text(passed));
        }
        out.println(ExplanationFields.text(explanation.decision()));
        ExplanationFields.tags(explanation).ifPresent(out::println);
        ExplanationFields.choice(explanation.decision(), set.directory()).ifPresent(out::println);
        out.flush();
        return ExitCodes.OK;
    }
}
