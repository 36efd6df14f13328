package io.realmgate.routing.parse;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** A value as it could be written in a file, on one line and not too long, for explanations. */
final class Written {

    private static final int LONGEST = 160;

    private final StringBuilder text = new StringBuilder();

    private Written() {}

    static String of(ConfigValue value) {
        Written written = new Written();
        written.append(value);
        return written.text.length() > LONGEST ? written.text.substring(0, LONGEST) + "…" : written.text.toString();
    }

    private void append(ConfigValue value) {
        if (value instanceof ConfigObject object) {
            appendObject(object);
        } else if (value instanceof ConfigList list) {
            appendList(list);
        } else {
            text.append(value.unwrapped());
        }
    }

    private void appendObject(ConfigObject object) {
        String separator = "{ ";
        for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
            text.append(separator).append(entry.getKey()).append(" = ");
            append(entry.getValue());
            separator = ", ";
            if (text.length() > LONGEST) {
                return;
            }
        }
        text.append(object.isEmpty() ? "{}" : " }");
    }

    private void appendList(ConfigList list) {
        text.append('[');
        for (Iterator<ConfigValue> i = list.iterator(); i.hasNext() && text.length() <= LONGEST; ) {
            append(i.next());
            text.append(i.hasNext() ? ", " : "");
        }
        text.append(']');
    }
}
