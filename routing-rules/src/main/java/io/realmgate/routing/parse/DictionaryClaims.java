package io.realmgate.routing.parse;

import io.realmgate.routing.model.Place;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which names and numbers the files of a dictionary have taken, each once. */
final class DictionaryClaims {

    static final long MOST = 0xffff_ffffL;

    /** What the path of an AVP can hold and no number can be. */
    private static final Pattern NAME = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    private final Map<String, Place> taken = new HashMap<>();

    static boolean isName(Scalar name, Report report) {
        boolean fits = NAME.matcher(name.text()).matches();
        if (!fits) {
            String hint = "letters, digits, \"-\" and \"_\", at most 100, not only digits";
            report.error(name.origin(), "\"" + name.text() + "\" is no name", hint);
        }
        return fits;
    }

    /** A number that must be there; null if it is not or is out of range, which is then reported. */
    static @Nullable Scalar number(Fields fields, String key, long least, long most) {
        Scalar value = fields.required(key);
        if (value == null) {
            return null;
        }
        long number = Numbers.unsigned(value.text());
        if (number < least || number > most) {
            String message = "\"" + key + "\" must be a whole number from " + least + " to " + most;
            fields.report().error(value.origin(), message, null);
            return null;
        }
        return value;
    }

    /** 32 unsigned bits in an int. */
    static int bits(Scalar number) {
        return (int) Numbers.unsigned(number.text());
    }

    /**
     * Takes a name or number; false if it is not free, which is then reported.
     *
     * @param kind within which it is to be the only one
     * @param known what it is in the dictionary of the program, or null
     */
    boolean take(String kind, Scalar value, @Nullable String known, Report report) {
        if (known != null) {
            String hint = "what the program knows stays as it is: choose another, or leave this out";
            report.error(value.origin(), "\"" + value.text() + "\" is " + known + " already", hint);
            return false;
        }
        Place place = report.place(value.origin());
        Place first = taken.putIfAbsent(kind + " " + value.text().toLowerCase(Locale.ROOT), place);
        if (first != null) {
            report.error(value.origin(), "\"" + value.text() + "\" is here twice", "first in " + first.text());
        }
        return first == null;
    }
}
