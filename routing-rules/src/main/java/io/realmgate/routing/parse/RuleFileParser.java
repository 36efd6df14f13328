package io.realmgate.routing.parse;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.match.Bound;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Conduct;
import io.realmgate.routing.model.DestinationHostUse;
import io.realmgate.routing.model.Edits;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.model.RedirectAnswer;
import io.realmgate.routing.model.RetryPolicy;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads rule files, one after the other; rules are numbered through in the order they are read. */
final class RuleFileParser {

    /** Key of the list that a file is. */
    static final String RULES = "rules";

    private static final int LONGEST_NAME = 200;
    static final List<String> ACTIONS = List.of("relay", "proxy", "reject", "redirect", "discard", "continue");
    /** Keys that some actions have and others not. */
    static final List<String> ACTION_KEYS = List.of(
            "to",
            "last-resort",
            "destination-host",
            "result",
            "retry",
            "redirect",
            "to-realm",
            "usage",
            "cache-time",
            "request",
            "answer");

    private static final List<String> KEYS = Stream.concat(
                    Stream.of("name", "match", "action", ConductParser.MODE, ConductParser.TAG), ACTION_KEYS.stream())
            .toList();
    private static final List<String> REDIRECT_ANSWERS = List.of("follow", "pass");
    private static final List<String> HOST_USES = List.of("honour", "prefer", "ignore");

    private final Dictionary dictionary;
    private final PeerNames names;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Place> named = new HashMap<>();
    private final Allowance allowance = new Allowance();

    RuleFileParser(Dictionary dictionary, PeerNames names) {
        this.dictionary = dictionary;
        this.names = names;
    }

    /** The rules read so far, without those that are wrong. */
    List<Rule> rules() {
        return rules;
    }

    void read(ConfigObject file, Problems problems) {
        Report report = new Report(problems, "");
        Fields fields = new Fields(file, report);
        if (file.get(RULES) == null && file.keySet().stream().anyMatch(KEYS::contains)) {
            report.error(file, "a rule stands outside of the list of rules", "rules = [ { name = \"…\", … }, … ]");
            return;
        }
        fields.allow(RULES);
        for (ConfigValue entry : fields.list(RULES, "rules = [ { name = \"…\", … }, … ]")) {
            if (entry instanceof ConfigObject object) {
                readRule(object, report);
            } else {
                report.error(entry, "a rule must be an object", "{ name = \"…\", action = … }");
            }
        }
    }

    private void readRule(ConfigObject object, Report report) {
        String name = name(object, report);
        Report about = report.about(name == null ? "rule" : "rule \"" + name + "\"");
        Fields fields = new Fields(object, about);
        fields.allow(KEYS, Set.of(MatchKeys.PHASE));
        ConfigValue misplaced = fields.get(MatchKeys.PHASE);
        if (misplaced != null) {
            about.error(misplaced, "\"phase\" stands in the match", "match { phase = answer, … }");
        }
        ConfigObject match = fields.object("match");
        Phase phase = MatchParser.phase(match, about);
        Match.AllOf parsed = match == null
                ? new Match.AllOf(List.of())
                : new MatchParser(dictionary, names, allowance, phase, about).parse(match);
        Action action = phase == Phase.ANSWER
                ? new AnswerActionParser(dictionary, allowance, fields).parse(parsed)
                : action(fields, parsed);
        Conduct conduct = new ConductParser(fields).parse();
        if (name != null && action != null) {
            rules.add(new Rule(rules.size(), name, about.place(object), phase, parsed, action, conduct));
        }
    }

    private @Nullable String name(ConfigObject object, Report report) {
        Scalar name = new Fields(object, report.about("rule")).required("name");
        if (name == null) {
            return null;
        }
        String text = name.text();
        boolean printable = text.chars().noneMatch(Character::isISOControl);
        if (text.isBlank() || text.length() > LONGEST_NAME || !printable) {
            String wanted = "1 to " + LONGEST_NAME + " characters in one line";
            report.error(name.origin(), "a rule cannot have this name", wanted);
            return null;
        }
        Place earlier = named.putIfAbsent(text, report.place(name.origin()));
        if (earlier != null) {
            report.about("rule \"" + text + "\"")
                    .error(name.origin(), "another rule has this name", "see " + earlier.text());
        }
        return text;
    }

    private @Nullable Action action(Fields rule, Match match) {
        Scalar action = rule.required("action", "known: " + String.join(", ", ACTIONS));
        if (action == null) {
            return null;
        }
        switch (action.text()) {
            case "relay" -> {
                only(rule, "relay", "to", "last-resort", "destination-host", "retry", "redirect");
                return relay(rule, Edits.NONE);
            }
            case "proxy" -> {
                only(rule, "proxy", "to", "last-resort", "destination-host", "retry", "redirect", "request", "answer");
                return relay(rule, edits(rule, match).required());
            }
            case "reject" -> {
                return reject(rule);
            }
            case "redirect" -> {
                only(rule, "redirect", "to", "to-realm", "usage", "cache-time");
                return new RedirectParser(lookups(rule), rule).parse();
            }
            case "discard" -> {
                only(rule, "discard");
                return new Action.Discard();
            }
            case "continue" -> {
                only(rule, "continue", "request", "answer");
                return new Action.Continue(edits(rule, match).parse());
            }
            default -> {
                String hint = rule.report().suggest(action.text(), ACTIONS, "known: " + String.join(", ", ACTIONS));
                rule.report().error(action.origin(), "unknown action \"" + action.text() + "\"", hint);
                return null;
            }
        }
    }

    private EditsParser edits(Fields rule, Match match) {
        return new EditsParser(dictionary, Bound.applications(match), allowance, rule);
    }

    private @Nullable Action relay(Fields rule, Edits edits) {
        RetryPolicy retry = retry(rule);
        Target target = lookups(rule).to(rule);
        Target lastResort = names.lastResort(rule, target);
        DestinationHostUse use = hostUse(rule);
        RedirectAnswer redirect = redirectAnswer(rule);
        return target == null || use == null || retry == null || redirect == null
                ? null
                : new Action.Relay(target, lastResort, use, retry, redirect, edits);
    }

    private LookupParser lookups(Fields rule) {
        return new LookupParser(dictionary, names, allowance, rule.report());
    }

    private static @Nullable RedirectAnswer redirectAnswer(Fields rule) {
        if (rule.get("redirect") == null) {
            return RedirectAnswer.AS_CONFIGURED;
        }
        Scalar answer = rule.scalar("redirect");
        if (answer == null) {
            return null;
        }
        if (REDIRECT_ANSWERS.contains(answer.text())) {
            return RedirectAnswer.valueOf(answer.text().toUpperCase(Locale.ROOT));
        }
        String hint =
                rule.report().suggest(answer.text(), REDIRECT_ANSWERS, "known: " + String.join(", ", REDIRECT_ANSWERS));
        rule.report().error(answer.origin(), "unknown value \"" + answer.text() + "\" of \"redirect\"", hint);
        return null;
    }

    private @Nullable RetryPolicy retry(Fields rule) {
        ConfigValue value = rule.get("retry");
        if (value == null) {
            return RetryPolicy.DEFAULT;
        }
        ConfigObject retry = rule.object("retry");
        return retry == null ? null : new RetryParser(dictionary, retry, rule.report()).parse();
    }

    private static @Nullable DestinationHostUse hostUse(Fields rule) {
        if (rule.get("destination-host") == null) {
            return DestinationHostUse.HONOUR;
        }
        Scalar use = rule.scalar("destination-host");
        if (use == null) {
            return null;
        }
        if (HOST_USES.contains(use.text())) {
            return DestinationHostUse.valueOf(use.text().toUpperCase(Locale.ROOT));
        }
        String hint = rule.report().suggest(use.text(), HOST_USES, "known: " + String.join(", ", HOST_USES));
        rule.report()
                .error(
                        use.origin(),
                        "unknown value \"" + use.text() + "\" of \"destination-host\"",
                        DiameterName.problem(use.text()) == null && use.text().indexOf('.') > 0
                                ? "a host to match goes into match { … }"
                                : hint);
        return null;
    }

    private @Nullable Action reject(Fields rule) {
        only(rule, "reject", "result");
        Scalar result = rule.required("result");
        OptionalInt code =
                result == null ? OptionalInt.empty() : new CodeParser(dictionary, rule.report()).errorResult(result);
        return code.isPresent() ? new Action.Reject(code.getAsInt()) : null;
    }

    /** Of the keys that only some actions have, refuses all but these. */
    private static void only(Fields rule, String action, String... allowed) {
        List<String> known = List.of(allowed);
        for (String key : ACTION_KEYS) {
            ConfigValue value = rule.get(key);
            if (value != null && !known.contains(key)) {
                boolean edits = action.equals("relay") && (key.equals("request") || key.equals("answer"));
                String hint = edits ? "a rule that changes AVPs has action = proxy" : null;
                rule.report().error(value, "\"" + key + "\" means nothing when the action is " + action, hint);
            }
        }
    }
}
