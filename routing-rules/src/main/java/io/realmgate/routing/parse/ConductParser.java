package io.realmgate.routing.parse;

import io.realmgate.routing.model.Conduct;
import io.realmgate.routing.model.RuleMode;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code mode} and {@code tag} of a rule. */
final class ConductParser {

    static final String MODE = "mode";
    static final String TAG = "tag";

    private static final int LONGEST_TAG = 64;
    private static final int MOST_TAGS = 8;
    private static final List<String> MODES = List.of("observe", "enforce");

    private final Fields rule;

    ConductParser(Fields rule) {
        this.rule = rule;
    }

    /** What is wrong is reported and left out. */
    Conduct parse() {
        return new Conduct(mode(), tags());
    }

    private RuleMode mode() {
        Scalar mode = rule.scalar(MODE);
        if (mode == null || mode.text().equals(RuleMode.ENFORCE.word())) {
            return RuleMode.ENFORCE;
        }
        if (!mode.text().equals(RuleMode.OBSERVE.word())) {
            String hint = rule.report().suggest(mode.text(), MODES, "known: " + String.join(", ", MODES));
            rule.report().error(mode.origin(), "unknown mode \"" + mode.text() + "\"", hint);
        }
        return RuleMode.OBSERVE;
    }

    private List<String> tags() {
        List<String> tags = new ArrayList<>();
        for (Scalar tag : rule.scalars(TAG)) {
            if (!isName(tag.text())) {
                rule.report()
                        .error(
                                tag.origin(),
                                "a tag cannot be \"" + (tag.text().length() > LONGEST_TAG ? "…" : tag.text()) + "\"",
                                "1 to " + LONGEST_TAG + " letters, digits, -, _ and .");
            } else if (tags.contains(tag.text())) {
                rule.report().error(tag.origin(), "tag \"" + tag.text() + "\" is here twice", null);
            } else if (tags.size() == MOST_TAGS) {
                rule.report().error(tag.origin(), "more than " + MOST_TAGS + " tags", null);
                break;
            } else {
                tags.add(tag.text());
            }
        }
        return tags;
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_TAG
                && text.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '-'
                                || c == '_'
                                || c == '.');
    }
}
