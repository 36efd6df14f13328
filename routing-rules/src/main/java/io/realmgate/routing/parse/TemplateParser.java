package io.realmgate.routing.parse;

import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.EditValue.Part;
import io.realmgate.routing.model.EditValue.Template;
import io.realmgate.routing.model.SubscriberKey;
import io.realmgate.routing.parse.EditsParser.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts with parts that come from the message: <code>{imsi}</code>, and <code>$1</code> for a group of a regular
 * expression. A brace or a dollar that is meant itself stands twice.
 */
final class TemplateParser {

    /** Parts that are AVPs at the top level, by code (RFC 6733 4.5). */
    private static final Map<String, Integer> ORIGIN = Map.of("origin-host", 264, "origin-realm", 296);

    /** Those that only requests have. */
    private static final Map<String, Integer> DESTINATION = Map.of("destination-host", 293, "destination-realm", 283);

    private static final List<SubscriberKey> SUBSCRIBER =
            List.of(SubscriberKey.IMSI, SubscriberKey.MSISDN, SubscriberKey.PUBLIC_IDENTITY, SubscriberKey.APN);

    private final Map<String, Part> known = new TreeMap<>();
    private final Report report;

    TemplateParser(Dictionary dictionary, Report report, Way way) {
        this.report = report;
        ORIGIN.forEach((name, code) -> known.put(name, new Part.Avp(code)));
        if (way == Way.REQUEST) {
            DESTINATION.forEach((name, code) -> known.put(name, new Part.Avp(code)));
        }
        known.put("from", new Part.From());
        SubscriberParser places = new SubscriberParser(dictionary, report);
        SUBSCRIBER.forEach(key -> known.put(key.key(), new Part.Subscriber(places.sources(key))));
    }

    /**
     * The parts in their order; null if something is wrong, which is then reported.
     *
     * @param groups of the expression whose groups may be named, or -1 if there is none, so that a dollar is a dollar
     */
    @Nullable
    Template parse(Scalar value, int groups) {
        String text = value.text();
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '{' && (c != '$' || groups < 0)) {
                literal.append(c);
                continue;
            }
            int next = i + 1;
            if (next < text.length() && text.charAt(next) == c) {
                literal.append(c);
                i = next;
                continue;
            }
            int end = c == '{' ? text.indexOf('}', next) : next;
            Part part = c == '{' ? field(value, next, end) : captured(value, next, groups);
            if (part == null) {
                return null;
            }
            flush(literal, parts);
            parts.add(part);
            i = end;
        }
        flush(literal, parts);
        return new Template(parts);
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private @Nullable Part field(Scalar value, int start, int end) {
        if (end < 0) {
            report.error(value.origin(), "\"" + value.text() + "\" has a \"{\" without its \"}\"", "\"{{\" is a brace");
            return null;
        }
        String name = value.text().substring(start, end);
        Part part = known.get(name);
        if (part == null) {
            String all = "{" + String.join("}, {", known.keySet()) + "}";
            report.error(
                    value.origin(),
                    "unknown template \"{" + name + "}\"",
                    DESTINATION.containsKey(name)
                            ? "answers have none; known here: " + all
                            : report.suggest(name, known.keySet(), "known here: " + all + "; \"{{\" is a brace"));
        }
        return part;
    }

    private @Nullable Part captured(Scalar value, int at, int groups) {
        int group = at < value.text().length() ? value.text().charAt(at) - '0' : -1;
        if (group < 0 || group > Math.min(groups, 9)) {
            report.error(
                    value.origin(),
                    "\"with\" has a \"$\" that is none of $0 to $" + Math.min(groups, 9),
                    "the groups of \"regex\"; \"$$\" is a dollar");
            return null;
        }
        return new Part.Captured(group);
    }
}
