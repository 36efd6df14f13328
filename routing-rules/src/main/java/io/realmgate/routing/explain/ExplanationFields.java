package io.realmgate.routing.explain;

import io.realmgate.routing.Condition;
import io.realmgate.routing.Explanation;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.Edit;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.model.RuleMode;
import io.realmgate.routing.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An {@link Explanation} by names and values, for JSON. */
public final class ExplanationFields {

    private ExplanationFields() {}

    /**
     * {@code decision}, {@code tags}, {@code request} and {@code answer}: the edits that are done, and {@code passed}: the
     * rules that did not decide, in order, each with the key that failed, or with {@code matched} when it continues or only observes.
     */
    public static Map<String, Object> of(Explanation explanation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("decision", decision(explanation.decision()));
        fields.put("tags", explanation.tags());
        if (isSentOn(explanation)) {
            fields.put("request", written(explanation.edits().request()));
            fields.put("answer", written(explanation.edits().answer()));
        }
        List<Map<String, Object>> passed = new ArrayList<>();
        for (Explanation.Passed one : explanation.passed()) {
            Map<String, Object> rule = rule(one.rule());
            rule.put("matched", one.matched());
            rule.put("why", why(one));
            passed.add(rule);
        }
        fields.put("passed", passed);
        return fields;
    }

    private static Map<String, Object> decision(RouteDecision decision) {
        if (decision instanceof RouteDecision.Relay relay) {
            Map<String, Object> fields = rule(relay.rule());
            fields.put("action", isProxy(relay.rule()) ? "proxy" : "relay");
            fields.put("to", target(relay.target()));
            putTable(fields, relay.rule());
            if (relay.lastResort() != null) {
                fields.put("last-resort", target(relay.lastResort()));
            }
            return fields;
        }
        if (decision instanceof RouteDecision.Reject reject) {
            Map<String, Object> fields = rule(reject.rule());
            fields.put("action", "reject");
            fields.put("result", reject.resultCode());
            return fields;
        }
        if (decision instanceof RouteDecision.Redirect redirect) {
            Map<String, Object> fields = rule(redirect.rule());
            fields.put("action", "redirect");
            fields.put("to", target(redirect.how().to()));
            putTable(fields, redirect.rule());
            fields.put("usage", redirect.how().usage().name());
            return fields;
        }
        if (decision instanceof RouteDecision.RealmRedirect redirect) {
            Map<String, Object> fields = rule(redirect.rule());
            fields.put("action", "redirect");
            fields.put("to-realm", redirect.how().realms());
            fields.put("usage", redirect.how().usage().name());
            return fields;
        }
        Map<String, Object> fields = decision.rule() == null ? new LinkedHashMap<>() : rule(decision.rule());
        if (decision instanceof RouteDecision.Discard) {
            fields.put("action", "discard");
        } else {
            fields.put("action", decision instanceof RouteDecision.Back ? back(decision.rule()) : "by-destination");
        }
        return fields;
    }

    private static Map<String, Object> rule(Rule rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rule", rule.name());
        fields.put("place", rule.place().text());
        return fields;
    }

    private static void putTable(Map<String, Object> fields, Rule rule) {
        Target.ByTable table = rule.table();
        if (table != null) {
            fields.put("table", table.table());
        }
    }

    private static String target(Target target) {
        if (target instanceof Target.ByTable table) {
            return "what table \"" + table.table() + "\" has for " + table.key().text();
        }
        return target instanceof Target.ToGroup group ? group.group() : ((Target.ToPeer) target).identity();
    }

    /** Why it goes to a target, if the rule does not name it itself. */
    private static String because(Rule rule, Target target) {
        Target.ByTable table = rule.table();
        return table == null || target instanceof Target.ByTable
                ? ""
                : ", as table \"" + table.table() + "\" has it for its "
                        + table.key().text();
    }

    /** What decides, in one line for people. */
    public static String text(RouteDecision decision) {
        Rule rule = decision.rule();
        if (rule == null && decision instanceof RouteDecision.Back) {
            return "no rule decides: it goes back as it came";
        }
        return rule == null
                ? "no rule decides: it goes by Destination-Host, else by Destination-Realm, else by default-route"
                : named(rule) + " " + does(decision);
    }

    private static String does(RouteDecision decision) {
        if (decision instanceof RouteDecision.Relay relay) {
            return (isProxy(relay.rule()) ? "proxies" : "relays") + " it to " + target(relay.target())
                    + because(relay.rule(), relay.target());
        }
        if (decision instanceof RouteDecision.Reject reject) {
            return "rejects it with " + reject.resultCode();
        }
        if (decision instanceof RouteDecision.Redirect redirect) {
            return "redirects it (3006) to " + target(redirect.how().to())
                    + because(redirect.rule(), redirect.how().to());
        }
        if (decision instanceof RouteDecision.RealmRedirect redirect) {
            return "redirects it (3011) to the realm "
                    + String.join(" or ", redirect.how().realms());
        }
        if (decision instanceof RouteDecision.Back back) {
            return back.rule() != null && isProxy(back.rule()) ? "proxies it back" : "lets it go back as it came";
        }
        return "discards it";
    }

    private static String back(@Nullable Rule rule) {
        return rule != null && isProxy(rule) ? "proxy" : "relay";
    }

    /** Whether the rule changes messages when it is enforced. */
    private static boolean isProxy(Rule rule) {
        return rule.action() instanceof Action.Relay relay && !relay.edits().isEmpty()
                || rule.action() instanceof Action.PassAnswer pass
                        && !pass.edits().isEmpty();
    }

    /** Whether anybody else than we answers, so that edits are done. */
    private static boolean isSentOn(Explanation explanation) {
        RouteDecision decision = explanation.decision();
        return !explanation.edits().isEmpty()
                && (decision instanceof RouteDecision.Relay
                        || decision instanceof RouteDecision.ByDestination
                        || decision instanceof RouteDecision.Back);
    }

    private static List<String> written(List<Edit> edits) {
        return edits.stream().map(Edit::written).toList();
    }

    /** The edits that are done, in one line each for people. */
    public static List<String> edits(Explanation explanation) {
        List<String> lines = new ArrayList<>();
        if (isSentOn(explanation)) {
            explanation.edits().request().forEach(edit -> lines.add("in the request: " + edit.written()));
            explanation.edits().answer().forEach(edit -> lines.add("in the answer: " + edit.written()));
        }
        return lines;
    }

    /** A rule that did not decide, in one line for people. */
    public static String text(Explanation.Passed passed) {
        return named(passed.rule()) + (passed.matched() ? " " : " does not match: ") + why(passed);
    }

    /** The labels that the message gets, in one line for people. */
    public static Optional<String> tags(Explanation explanation) {
        List<String> tags = explanation.tags();
        return tags.isEmpty() ? Optional.empty() : Optional.of("tagged " + String.join(", ", tags));
    }

    private static String why(Explanation.Passed passed) {
        Condition.Failure failure = passed.failure();
        if (failure != null) {
            return failure.text();
        }
        return passed.rule().mode() == RuleMode.OBSERVE ? observed(passed.rule()) : "matches and continues";
    }

    /** What a rule that only observes does not do to a message that it matches, for people. */
    public static String observed(Rule rule) {
        RouteDecision decision = rule.decision();
        return "matches but only observes; enforced, it " + (decision == null ? "continues" : does(decision));
    }

    /** How the group that a request is relayed to chooses, and who is its last resort, in one line for people. */
    public static Optional<String> choice(RouteDecision decision, PeerDirectory directory) {
        if (!(decision instanceof RouteDecision.Relay relay)) {
            return Optional.empty();
        }
        PeerGroup group =
                relay.target() instanceof Target.ToGroup to ? directory.groups().get(to.group()) : null;
        Target lastResort = relay.lastResort() == null && group != null ? group.lastResort() : relay.lastResort();
        String mate = lastResort == null ? "" : "when nobody of it can take the request, " + target(lastResort);
        String how = group == null
                ? ""
                : "among members of one priority, \"" + group.name() + "\" chooses: "
                        + group.selection().text();
        String text = how.isEmpty() || mate.isEmpty() ? how + mate : how + "; " + mate;
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** A rule and where it stands, for people. */
    public static String named(Rule rule) {
        return "rule \"" + rule.name() + "\" (" + rule.place().text() + ")";
    }
}
