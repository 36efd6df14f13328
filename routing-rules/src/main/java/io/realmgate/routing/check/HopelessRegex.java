package io.realmgate.routing.check;

import io.realmgate.routing.model.AvpTest;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Rule;
import java.util.function.Consumer;

/**
 * Regular expressions that no value fits: something has to stand before its beginning or behind its end ({@code a^b}, {@code
 * $a}). Those with groups, alternatives, flags and characters outside the basic plane are left alone.
 */
final class HopelessRegex implements Lint {

    private static final String ESCAPES = "dDsSwW";

    @Override
    public void look(Files files, Consumer<Diagnostic> out) {
        for (Rule rule : files.rules()) {
            rule.match().tests().forEach(test -> look(test, rule, out));
        }
    }

    private static void look(Match test, Rule rule, Consumer<Diagnostic> out) {
        if (test instanceof Match.Avp avp
                && avp.test() instanceof AvpTest.Regex regex
                && isHopeless(regex.pattern().pattern())) {
            out.accept(Diagnostic.warning(
                    rule.place(),
                    "rule \"" + rule.name() + "\": no value fits the regex \""
                            + regex.pattern().pattern() + "\"",
                    "^ is the beginning of the value and $ its end"));
        }
    }

    static boolean isHopeless(String regex) {
        if (regex.chars().anyMatch(c -> c == '(' || c == '|' || Character.isSurrogate((char) c))) {
            return false;
        }
        boolean somethingBefore = false;
        boolean ended = false;
        int at = 0;
        while (at < regex.length()) {
            int end = endOfAtom(regex, at);
            if (end < 0) {
                return false;
            }
            char first = regex.charAt(at);
            boolean anchor = first == '^' || first == '$';
            int next = endOfCount(regex, end);
            if (anchor && next > end) {
                return false;
            }
            String count = regex.substring(end, next);
            boolean needed = count.isEmpty() || count.equals("+") || count.equals("+?");
            if (first == '^' && somethingBefore || !anchor && needed && ended) {
                return true;
            }
            somethingBefore |= !anchor && needed;
            ended |= first == '$';
            at = next;
        }
        return false;
    }

    /** Where one character, class or anchor ends; -1 if it is of a kind that is left alone. */
    private static int endOfAtom(String regex, int at) {
        char c = regex.charAt(at);
        if (c == '\\') {
            if (at + 1 == regex.length()) {
                return -1;
            }
            char escaped = regex.charAt(at + 1);
            return Character.isLetterOrDigit(escaped) && ESCAPES.indexOf(escaped) < 0 ? -1 : at + 2;
        }
        if (c != '[') {
            return at + 1;
        }
        boolean plain = regex.indexOf('\\', at) < 0 && regex.indexOf("[:", at) < 0;
        // A bracket that comes first stands for itself.
        int end = regex.indexOf(']', at + (regex.startsWith("[^", at) ? 3 : 2));
        return plain && end > 0 ? end + 1 : -1;
    }

    /** Where the count behind an atom ends; what it counts may then be missing, unless it is "+". */
    private static int endOfCount(String regex, int at) {
        int end = at;
        while (end < regex.length() && "*+?".indexOf(regex.charAt(end)) >= 0) {
            end++;
        }
        if (end < regex.length() && regex.charAt(end) == '{') {
            int close = regex.indexOf('}', end);
            if (close < 0) {
                return end + 1;
            }
            return regex.startsWith("?", close + 1) ? close + 2 : close + 1;
        }
        return end;
    }
}
