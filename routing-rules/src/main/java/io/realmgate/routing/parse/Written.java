package io.realmgate.routing.parse;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.Iterator;

/** The value of a test as it could be written in a file, on one line and not too long, for explanations. */
final class Written {

    private static final int LONGEST = 160;

    private Written() {}

    static String of(ConfigValue value) {
        StringBuilder text = new StringBuilder();
        if (value instanceof ConfigList list) {
            text.append('[');
            for (Iterator<ConfigValue> i = list.iterator(); i.hasNext() && text.length() <= LONGEST; ) {
                text.append(i.next().unwrapped()).append(i.hasNext() ? ", " : "");
            }
            text.append(']');
        } else {
            text.append(value.unwrapped());
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text.toString();
    }
}
