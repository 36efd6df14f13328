package io.realmgate.routing.parse;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.Question;
import io.realmgate.routing.explain.Question.UnclearException;
import io.realmgate.routing.explain.Way;
import io.realmgate.routing.ruletest.RuleTest;
import io.realmgate.routing.ruletest.RuleTest.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the message of a rule test: by fields and AVPs, in hex, or of a capture. */
final class TestMessageParser {

    private static final List<String> ONLY_OF_ANSWERS = List.of("phase", "asked-by", "result", "experimental-result");

    private final Dictionary dictionary;
    private final Set<String> listeners;
    private final Report report;

    /** @param listeners names that there are */
    TestMessageParser(Dictionary dictionary, Set<String> listeners, Report report) {
        this.dictionary = dictionary;
        this.listeners = listeners;
        this.report = report;
    }

    /** The message, or null if it is wrong, which is then reported. */
    @Nullable
    Message parse(ConfigObject object) {
        Fields fields = new Fields(object, report);
        try {
            if (fields.get("hex") != null) {
                allow(fields, Way.FIELDS, "hex");
                Scalar hex = fields.scalar("hex");
                return hex == null ? null : new Message.Hex(way(fields), hex.text());
            }
            if (fields.get("pcap") != null) {
                allow(fields, Way.FIELDS, "pcap", "frame");
                Scalar file = fields.scalar("pcap");
                OptionalInt frame = fields.number("frame", 1, Integer.MAX_VALUE, 0);
                return file == null || frame.isEmpty()
                        ? null
                        : new Message.Captured(way(fields), file.text(), frame.getAsInt());
            }
            return made(fields);
        } catch (UnclearException e) {
            report.error(object, String.valueOf(e.getMessage()), null);
            return null;
        }
    }

    private static void allow(Fields message, List<String> known, String... others) {
        List<String> all = new ArrayList<>(known);
        all.addAll(List.of(others));
        message.allow(all.toArray(String[]::new));
    }

    /** These fields as they are written. */
    private static Map<String, String> texts(Fields message, List<String> known) {
        Map<String, String> values = new HashMap<>();
        for (String field : known) {
            Scalar value = message.scalar(field);
            if (value != null) {
                values.put(field, value.text());
            }
        }
        return values;
    }

    private Way way(Fields message) throws UnclearException {
        return Way.read(texts(message, Way.FIELDS), listeners);
    }

    private Message made(Fields message) throws UnclearException {
        allow(message, Question.FIELDS, "avps", "request", "hex", "pcap");
        Question question = Question.read(texts(message, Question.FIELDS), dictionary, listeners);
        ConfigObject request = message.get("request") == null ? null : message.object("request");
        Question.OfAnswer answer = question.answer();
        if (request != null && answer == null) {
            report.error(request, "\"request\" is for an answer", "phase = answer");
        }
        return new Message.Made(
                question,
                avps(message),
                request == null || answer == null ? null : request(new Fields(request, report), question, answer));
    }

    /** Of the application and command of its answer, and from whom that goes back to, if it says nothing else. */
    private Message.Made request(Fields request, Question answer, Question.OfAnswer of) throws UnclearException {
        List<String> known = new ArrayList<>(Question.FIELDS);
        known.removeAll(ONLY_OF_ANSWERS);
        known.remove("from");
        allow(request, known, "avps");
        Map<String, String> texts = texts(request, known);
        texts.put("from", of.askedBy());
        texts.putIfAbsent("application", Integer.toUnsignedString(answer.application()));
        texts.putIfAbsent("command", String.valueOf(answer.command()));
        return new Message.Made(Question.read(texts, dictionary, listeners), avps(request), null);
    }

    private List<RuleTest.Avp> avps(Fields message) {
        AvpValueParser parser = new AvpValueParser(dictionary, report);
        List<RuleTest.Avp> avps = new ArrayList<>();
        for (ConfigValue entry : message.list("avps", "avps = [ { path = User-Name, value = \"…\" } ]")) {
            RuleTest.Avp avp = parser.parse(entry);
            if (avp != null) {
                avps.add(avp);
            }
        }
        return avps;
    }
}
