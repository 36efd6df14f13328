package io.realmgate.agent.decode;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.routing.Explanation;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Answer.Verdict;
import io.realmgate.routing.explain.ExplanationFields;
import io.realmgate.routing.model.PeerDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What would become of a message, as lines for people and by names and values for JSON. Of one thread. */
public final class AnswerText {
    private static final int OCTETS_A_LINE = 32;

    private final Dictionary dictionary;
    private final boolean withOctets;

    /** @param withOctets whether the octets that would leave are shown: not of a request that was made up */
    public AnswerText(Dictionary dictionary, boolean withOctets) {
        this.dictionary = dictionary;
        this.withOctets = withOctets;
    }

    /** A line for each thing that there is to say. */
    public List<String> lines(Answer answer, PeerDirectory directory) {
        List<String> lines = new ArrayList<>();
        lines.add("it comes from " + answer.from());
        lines.addAll(answer.notes());
        String because = answer.verdict() instanceof Verdict.Answered answered ? answered.because() : null;
        if (because != null) {
            lines.add("not let in: " + because);
        }
        Explanation rules = answer.rules();
        if (rules != null) {
            for (Explanation.Passed passed : rules.passed()) {
                lines.add(ExplanationFields.text(passed));
            }
            lines.add(ExplanationFields.text(rules.decision()));
            ExplanationFields.tags(rules).ifPresent(lines::add);
            lines.addAll(ExplanationFields.edits(rules));
            if (because == null) {
                ExplanationFields.choice(rules.decision(), directory).ifPresent(lines::add);
            }
        }
        answer.candidates().forEach(one -> lines.add("  " + one.identity() + ": " + one.why()));
        verdict(answer.verdict(), lines);
        return lines;
    }

    private void verdict(Verdict verdict, List<String> lines) {
        if (verdict instanceof Verdict.Sent sent) {
            lines.add("it goes to " + sent.to() + (withOctets ? " as" : ""));
            if (withOctets) {
                text(sent).lines().forEach(line -> lines.add("  " + line));
                for (int at = 0; at < sent.hex().length(); at += 2 * OCTETS_A_LINE) {
                    int end = Math.min(sent.hex().length(), at + 2 * OCTETS_A_LINE);
                    lines.add("  " + sent.hex().substring(at, end));
                }
            }
        } else if (verdict instanceof Verdict.Answered answered) {
            String name = dictionary.resultCodeName(answered.resultCode());
            lines.add("it is answered with " + answered.resultCode() + (name == null ? "" : " (" + name + ")"));
        } else if (verdict instanceof Verdict.NotRouted notRouted) {
            lines.add("it is not routed: " + notRouted.why());
        } else {
            lines.add("it is dropped without an answer");
        }
    }

    private String text(Verdict.Sent sent) {
        byte[] octets = ByteBufUtil.decodeHexDump(sent.hex());
        return new MessageText(dictionary)
                .ofUnsent(new DiameterMessage().wrap(Unpooled.wrappedBuffer(octets), 0, octets.length));
    }

    /** By names and values. */
    public Map<String, Object> fields(Answer answer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("from", answer.from());
        fields.put("notes", answer.notes());
        if (answer.rules() != null) {
            fields.putAll(ExplanationFields.of(answer.rules()));
        }
        List<Map<String, Object>> candidates = new ArrayList<>();
        for (Answer.CandidateState one : answer.candidates()) {
            Map<String, Object> candidate = new LinkedHashMap<>();
            candidate.put("peer", one.identity());
            candidate.put("usable", one.usable());
            candidate.put("why", one.why());
            candidates.add(candidate);
        }
        fields.put("candidates", candidates);
        verdict(answer.verdict(), fields);
        return fields;
    }

    private void verdict(Verdict verdict, Map<String, Object> fields) {
        if (verdict instanceof Verdict.Sent sent) {
            fields.put("next", sent.to());
            if (withOctets) {
                Map<String, Object> leaves = new LinkedHashMap<>();
                leaves.put("hex", sent.hex());
                leaves.put("text", text(sent));
                fields.put("leaves", leaves);
            }
        } else if (verdict instanceof Verdict.Answered answered) {
            if (answered.because() != null) {
                fields.put("notLetIn", answered.because());
            }
            fields.put("result", answered.resultCode());
        } else if (verdict instanceof Verdict.NotRouted notRouted) {
            fields.put("notRouted", notRouted.why());
        } else {
            fields.put("discarded", true);
        }
    }
}
