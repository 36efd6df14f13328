package io.realmgate.routing.parse;

import io.realmgate.routing.dictionary.AvpDefinition;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.AvpPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads paths of AVPs: names or codes from the top level down, parted by dots, as {@code
 * Subscription-Id[Subscription-Id-Type=1].Subscription-Id-Data}. A code stands as {@code 443}, or with its vendor as {@code
 * 10415:1407}.
 */
final class AvpPathParser {

    private static final int DEEPEST = 8;

    private final Dictionary dictionary;

    AvpPathParser(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** What was read. */
    sealed interface Result {

        /**
         * A path.
         *
         * @param type of the AVP it leads to, or null if that is not known
         */
        record Path(AvpPath path, @Nullable AvpType type) implements Result {}

        /**
         * None.
         *
         * @param unknown a name that is not in the dictionary, or null
         */
        record Wrong(String problem, @Nullable String unknown) implements Result {}
    }

    /** Thrown and caught in here: reading is recursive enough without passing errors up by hand. */
    private static final class WrongException extends Exception {
        private static final long serialVersionUID = 1L;

        private final @Nullable String unknown;

        WrongException(String problem, @Nullable String unknown) {
            super(problem, null, false, false);
            this.unknown = unknown;
        }
    }

    /** The path that is written; null if it is none, which is then reported. */
    Result.@Nullable Path read(Scalar path, Report report) {
        Result result = parse(path.text());
        if (result instanceof Result.Wrong wrong) {
            String unknown = wrong.unknown();
            String hint = unknown == null
                    ? null
                    : report.suggest(
                            unknown, dictionary.avpNames(), "its code may be given instead, as 443 or 10415:1407");
            report.error(path.origin(), "the path \"" + path.text() + "\" " + wrong.problem(), hint);
            return null;
        }
        return (Result.Path) result;
    }

    Result parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > DEEPEST) {
            return new Result.Wrong("has more than " + DEEPEST + " steps", null);
        }
        try {
            List<AvpPath.Step> steps = new ArrayList<>();
            AvpType type = null;
            for (String part : parts) {
                if (type != null && type != AvpType.GROUPED) {
                    throw new WrongException("goes into an AVP that is not grouped", null);
                }
                type = step(part, steps);
            }
            return new Result.Path(new AvpPath(steps), type);
        } catch (WrongException e) {
            return new Result.Wrong(String.valueOf(e.getMessage()), e.unknown);
        }
    }

    private @Nullable AvpType step(String part, List<AvpPath.Step> steps) throws WrongException {
        int open = part.indexOf('[');
        Code code = code(open < 0 ? part : part.substring(0, open));
        AvpPath.Guard guard = null;
        if (open >= 0) {
            if (!part.endsWith("]") || (code.type() != null && code.type() != AvpType.GROUPED)) {
                throw new WrongException("has a \"[\" that is not of the form Group[Member=number]", null);
            }
            guard = guard(part.substring(open + 1, part.length() - 1));
        }
        steps.add(new AvpPath.Step(code.code(), code.vendor(), guard));
        return code.type();
    }

    private AvpPath.Guard guard(String text) throws WrongException {
        int equals = text.indexOf('=');
        long value = equals < 0 ? -1 : Numbers.unsigned(text.substring(equals + 1));
        if (value < 0 || value > 0xffff_ffffL) {
            throw new WrongException("has \"[" + text + "]\", which is not [Member=number]", null);
        }
        Code member = code(text.substring(0, equals));
        return new AvpPath.Guard(member.code(), member.vendor(), (int) value);
    }

    private record Code(int code, int vendor, @Nullable AvpType type) {}

    private Code code(String text) throws WrongException {
        AvpDefinition named = dictionary.avp(text);
        if (named != null) {
            return new Code(named.code(), named.vendor(), named.type());
        }
        int colon = text.indexOf(':');
        long vendor = colon < 0 ? 0 : Numbers.unsigned(text.substring(0, colon));
        long code = Numbers.unsigned(text.substring(colon + 1));
        if (code < 0 || vendor < 0 || code > 0xffff_ffffL || vendor > 0xffff_ffffL) {
            throw new WrongException(text.isEmpty() ? "has an empty step" : "has no AVP \"" + text + "\"", text);
        }
        AvpDefinition known = dictionary.avp((int) code, (int) vendor);
        return new Code((int) code, (int) vendor, known == null ? null : known.type());
    }
}
