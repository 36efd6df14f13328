package io.realmgate.agent.cli.ruletest;

import io.realmgate.agent.OfflineAgent;
import io.realmgate.agent.decode.Asked;
import io.realmgate.agent.decode.MadeAvps;
import io.realmgate.agent.decode.MalformedInputException;
import io.realmgate.routing.Explanation;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.ExplanationFields;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.ruletest.RuleTest;
import io.realmgate.routing.ruletest.RuleTest.Expected;
import io.realmgate.routing.ruletest.RuleTest.Message;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Asks an agent of files about the message of each test and compares. Of one thread. */
public final class RuleTestRun {
    private final OfflineAgent agent;

    public RuleTestRun(OfflineAgent agent) {
        this.agent = agent;
    }

    /** Runs one test. */
    public RuleTestResult run(RuleTest test) {
        Asked asked;
        try {
            asked = asked(test);
        } catch (IOException | MalformedInputException e) {
            return new RuleTestResult(test, List.of("its message cannot be read: " + e.getMessage()), null);
        }
        agent.assumeDown(test.down());
        Answer answer = agent.explain(asked.inquiry());
        return new RuleTestResult(test, differences(test.expected(), answer), answer);
    }

    private Asked asked(RuleTest test) throws IOException, MalformedInputException {
        Message message = test.message();
        if (message instanceof Message.Made made) {
            return Asked.of(made.question(), MadeAvps.of(made.avps()));
        }
        if (message instanceof Message.Hex hex) {
            return Asked.ofHex(hex.way(), hex.hex());
        }
        Message.Captured captured = (Message.Captured) message;
        Path file = Path.of(test.place().file()).resolveSibling(captured.file());
        if (!Files.isRegularFile(file)) {
            throw new MalformedInputException(file + ": no such file");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Asked.ofCapture(captured.way(), in, captured.frame(), agent.ownSide())
                    .get(0);
        }
    }

    private static List<String> differences(Expected expected, Answer answer) {
        List<String> lines = new ArrayList<>();
        Explanation rules = answer.rules();
        Rule rule = rules == null ? null : rules.decision().rule();
        if (expected.rule() != null && !expected.rule().equals(rule == null ? Expected.NO_RULE : rule.name())) {
            lines.add("expected rule " + quoted(expected.rule()) + ", got "
                    + (rule == null ? "none" : ExplanationFields.named(rule)));
        }
        RuleTest.Destination to = expected.to();
        if (to != null && (answer.next() == null || !to.peers().contains(answer.next()))) {
            lines.add("expected to " + to.written() + ", got " + outcome(answer));
        }
        String action = action(rules);
        if (expected.action() != null && !expected.action().equals(action)) {
            lines.add("expected action " + expected.action() + ", got " + (action == null ? "none" : action));
        }
        if (expected.result() != null && expected.result() != result(answer)) {
            lines.add("expected result " + expected.result() + ", got " + outcome(answer));
        }
        compare("tags", expected.tags(), rules == null ? List.of() : rules.tags(), lines);
        compare("matched", expected.matched(), matched(rules), lines);
        return lines;
    }

    private static void compare(String what, @Nullable Set<String> expected, List<String> got, List<String> lines) {
        if (expected != null && !expected.equals(new TreeSet<>(got))) {
            lines.add("expected " + what + " " + expected + ", got " + got);
        }
    }

    /** Rules that match on the way and continue or only observe. */
    static List<String> matched(@Nullable Explanation rules) {
        return rules == null
                ? List.of()
                : rules.passed().stream()
                        .filter(Explanation.Passed::matched)
                        .map(passed -> passed.rule().name())
                        .toList();
    }

    /** The error that the asker gets, 0 for none: an answer that a rule rejects is one that is sent all the same. */
    private static int result(Answer answer) {
        Explanation rules = answer.rules();
        return answer.resultCode() == 0 && rules != null && rules.decision() instanceof RouteDecision.Reject reject
                ? reject.resultCode()
                : answer.resultCode();
    }

    private static String quoted(String rule) {
        return rule.equals(Expected.NO_RULE) ? rule : '"' + rule + '"';
    }

    private static @Nullable String action(@Nullable Explanation rules) {
        if (rules == null) {
            return null;
        }
        Object decision = Objects.requireNonNull(ExplanationFields.of(rules).get("decision"));
        return String.valueOf(((Map<?, ?>) decision).get("action"));
    }

    private static String outcome(Answer answer) {
        Answer.Verdict verdict = answer.verdict();
        if (verdict instanceof Answer.Verdict.Sent sent) {
            return sent.to();
        }
        if (verdict instanceof Answer.Verdict.Answered answered) {
            return "an answer with " + answered.resultCode();
        }
        return verdict instanceof Answer.Verdict.Discarded ? "no answer" : "a message that is not routed";
    }
}
