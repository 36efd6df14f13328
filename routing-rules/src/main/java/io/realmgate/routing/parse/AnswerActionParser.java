package io.realmgate.routing.parse;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.match.Bound;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Edits;
import io.realmgate.routing.model.Match;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads what a rule does with answers. */
final class AnswerActionParser {

    private static final List<String> ACTIONS = List.of("relay", "proxy", "reject", "continue");
    private static final String RESULT = "result";
    private static final String ANSWER = "answer";
    private static final int FIRST_ERROR = 3_000;

    private final Dictionary dictionary;
    private final Allowance allowance;
    private final Fields rule;

    AnswerActionParser(Dictionary dictionary, Allowance allowance, Fields rule) {
        this.dictionary = dictionary;
        this.allowance = allowance;
        this.rule = rule;
    }

    /** The action, or null if something is wrong with it, which is then reported. */
    @Nullable
    Action parse(Match.AllOf match) {
        Scalar action = rule.required("action");
        if (action == null) {
            return null;
        }
        switch (action.text()) {
            case "relay" -> {
                only("relay");
                return new Action.PassAnswer(Edits.NONE);
            }
            case "proxy" -> {
                only("proxy", ANSWER);
                return new Action.PassAnswer(edits(match).required());
            }
            case "reject" -> {
                only("reject", RESULT);
                return reject(match);
            }
            case "continue" -> {
                only("continue", ANSWER);
                return new Action.Continue(edits(match).parse());
            }
            case "redirect" -> no(action, "the request has been answered: redirect it in a rule about requests");
            case "discard" -> no(action, "every request gets an answer: reject it");
            default -> {
                String hint = rule.report().suggest(action.text(), ACTIONS, "known: " + String.join(", ", ACTIONS));
                no(action, String.valueOf(hint));
            }
        }
        return null;
    }

    private EditsParser edits(Match match) {
        return new EditsParser(dictionary, Bound.applications(match), allowance, rule);
    }

    private void no(Scalar action, String hint) {
        rule.report().error(action.origin(), "\"" + action.text() + "\" is no action for answers", hint);
    }

    /** Of the keys that only some actions have, refuses all but these. */
    private void only(String action, String... allowed) {
        List<String> known = List.of(allowed);
        for (String key : RuleFileParser.ACTION_KEYS) {
            ConfigValue value = rule.get(key);
            if (value == null || known.contains(key)) {
                continue;
            }
            if (key.equals(RESULT)) {
                rule.report().error(value, "\"result\" means nothing when the action is " + action, null);
            } else {
                // RFC 6733 6.2.2: where it goes is settled.
                String nothing = "\"" + key + "\" means nothing in a rule about answers";
                rule.report().error(value, nothing, "an answer goes back the way of its request");
            }
        }
    }

    private @Nullable Action reject(Match.AllOf match) {
        Scalar result = rule.required(RESULT);
        OptionalInt code =
                result == null ? OptionalInt.empty() : new CodeParser(dictionary, rule.report()).errorResult(result);
        for (Match part : match.parts()) {
            if (part instanceof Match.Result asked && asked.ranges().stream().allMatch(AnswerActionParser::isFailure)) {
                rule.report()
                        .error(
                                at(asked.key()),
                                "\"" + asked.key() + "\" asks for failures, which are not rejected",
                                "what failed keeps its result, RFC 6733 6.2.2");
                return null;
            }
        }
        return code.isPresent() ? new Action.Reject(code.getAsInt()) : null;
    }

    private static boolean isFailure(Match.ResultRange range) {
        return range.least() >= FIRST_ERROR || range.most() < 1_000;
    }

    private ConfigValue at(String key) {
        ConfigValue match = rule.get("match");
        ConfigValue value = match instanceof ConfigObject object ? object.get(key) : null;
        return value == null ? rule.object() : value;
    }
}
