package io.realmgate.routing.parse;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.Question.UnclearException;
import io.realmgate.routing.ruletest.RuleTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads AVPs that a question gives by path and value, as the {@code avps} of a rule test are written. */
public final class GivenAvps {

    private GivenAvps() {}

    /**
     * Reads {@code PATH=VALUE} texts.
     *
     * @throws UnclearException with a text for the one who asked, also if an AVP is wrong
     */
    public static List<RuleTest.Avp> ofTexts(List<String> texts, Dictionary dictionary) throws UnclearException {
        List<Map<String, String>> avps = new ArrayList<>();
        for (String text : texts) {
            int equals = equals(text);
            if (equals <= 0) {
                throw new UnclearException("AVP \"" + text + "\" is not PATH=VALUE (User-Name=001010000000001)");
            }
            Map<String, String> avp = new LinkedHashMap<>();
            avp.put("path", text.substring(0, equals).strip());
            avp.put("value", text.substring(equals + 1).strip());
            avps.add(avp);
        }
        return ofObjects(avps, dictionary);
    }

    /** The first equals sign that is not in brackets, where it belongs to the path; less than 0 if there is none. */
    private static int equals(String text) {
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            inside = c == '[' || inside && c != ']';
            if (c == '=' && !inside) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Reads a list of objects, each with a {@code path}, and its {@code value} or its data as {@code hex}.
     *
     * @param avps plain lists, maps, texts and numbers, as JSON gives them
     * @throws UnclearException with a text for the one who asked, also if an AVP is wrong
     */
    public static List<RuleTest.Avp> ofObjects(Object avps, Dictionary dictionary) throws UnclearException {
        ConfigValue list;
        try {
            list = ConfigValueFactory.fromAnyRef(avps, "avps");
        } catch (ConfigException e) {
            throw new UnclearException("\"avps\" holds what is none");
        }
        if (!(list instanceof ConfigList entries)) {
            throw new UnclearException("\"avps\" is a list of objects with path and value");
        }
        List<Diagnostic> wrong = new ArrayList<>();
        AvpValueParser parser = new AvpValueParser(dictionary, new Report(new Problems("avps", wrong), ""));
        List<RuleTest.Avp> read = new ArrayList<>();
        for (ConfigValue entry : entries) {
            RuleTest.Avp avp = parser.parse(entry);
            if (avp != null) {
                read.add(avp);
            }
        }
        if (!wrong.isEmpty()) {
            Diagnostic first = wrong.get(0);
            throw new UnclearException(new Diagnostic(first.severity(), null, first.message(), first.hint()).text());
        }
        return read;
    }
}
