package io.realmgate.agent.cli.ruletest;

import io.netty.buffer.ByteBufUtil;
import io.realmgate.agent.decode.AvpsAtPath;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Answer.Verdict;
import io.realmgate.routing.ruletest.RuleTest.ExpectedAvp;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Compares the AVPs of the message that would leave with those that a test expects. */
final class LeavingAvps {
    private LeavingAvps() {}

    /** Adds a line for each that is other than expected. */
    static void compare(List<ExpectedAvp> expected, Answer answer, Dictionary dictionary, List<String> lines) {
        if (expected.isEmpty()) {
            return;
        }
        if (!(answer.verdict() instanceof Verdict.Sent sent)) {
            lines.add("expected a message that leaves with these AVPs, got " + RuleTestRun.outcome(answer));
            return;
        }
        byte[] leaves = ByteBufUtil.decodeHexDump(sent.hex());
        for (ExpectedAvp avp : expected) {
            List<AvpsAtPath> found = AvpsAtPath.of(leaves, avp.path(), dictionary);
            boolean right = avp.data() == null
                    ? found.isEmpty() != avp.exists()
                    : found.stream().anyMatch(one -> Arrays.equals(one.data(), avp.data()));
            if (!right) {
                lines.add("expected " + wanted(avp) + ", got " + texts(found));
            }
        }
    }

    private static String wanted(ExpectedAvp avp) {
        return avp.value() == null
                ? (avp.exists() ? "a " : "no ") + avp.written()
                : avp.written() + " = " + avp.value();
    }

    private static String texts(List<AvpsAtPath> found) {
        return found.isEmpty() ? "none" : found.stream().map(AvpsAtPath::text).collect(Collectors.joining(" and "));
    }
}
