package io.realmgate.routing.explain;

import io.realmgate.routing.Names;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.explain.Question.OfAnswer;
import io.realmgate.routing.explain.Question.UnclearException;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.ResultValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields that make a question one about an answer. */
final class AnswerFields {

    private static final List<String> ONLY_OF_ANSWERS = List.of("asked-by", "result", "experimental-result");
    private static final List<String> ONLY_OF_REQUESTS = List.of("destination-realm", "destination-host", "listener");
    private static final long MOST = 0xffff_ffffL;

    private AnswerFields() {}

    /** Null if the question is about a request. */
    static @Nullable OfAnswer read(Map<String, String> fields, Dictionary dictionary) throws UnclearException {
        String phase = fields.getOrDefault("phase", Phase.REQUEST.word()).strip();
        if (phase.equals(Phase.REQUEST.word())) {
            refuse(fields, ONLY_OF_ANSWERS, "is for \"phase\" answer");
            return null;
        }
        if (!phase.equals(Phase.ANSWER.word())) {
            throw new UnclearException("\"phase\" is request or answer");
        }
        refuse(fields, ONLY_OF_REQUESTS, "is for requests: an answer goes back to \"asked-by\"");
        String askedBy = fields.get("asked-by");
        if (askedBy == null) {
            throw new UnclearException("\"asked-by\" is missing: the peer that the answer goes back to");
        }
        String result = fields.get("result");
        String experimental = fields.get("experimental-result");
        if (result != null && experimental != null) {
            throw new UnclearException("\"result\" and \"experimental-result\": an answer has one of them");
        }
        ResultValue value = null;
        if (result != null) {
            value = result(result.strip(), dictionary);
        } else if (experimental != null) {
            value = experimental(experimental.strip(), dictionary);
        }
        return new OfAnswer(Names.lowerCase(Question.name("asked-by", askedBy.strip())), value);
    }

    private static void refuse(Map<String, String> fields, List<String> names, String why) throws UnclearException {
        for (String name : names) {
            if (fields.containsKey(name)) {
                throw new UnclearException("\"" + name + "\" " + why);
            }
        }
    }

    private static ResultValue result(String text, Dictionary dictionary) throws UnclearException {
        if (Question.isNumber(text)) {
            return new ResultValue(0, Question.number("result", text, MOST));
        }
        Integer code = dictionary.resultCode(text).orElse(null);
        if (code == null) {
            throw Question.unknown("result", text, dictionary.resultCodeNames());
        }
        return new ResultValue(0, code);
    }

    private static ResultValue experimental(String text, Dictionary dictionary) throws UnclearException {
        int colon = text.indexOf(':');
        if (colon > 0 && Question.isNumber(text.substring(0, colon)) && Question.isNumber(text.substring(colon + 1))) {
            return new ResultValue(
                    Question.number("vendor", text.substring(0, colon), MOST),
                    Question.number("experimental-result", text.substring(colon + 1), MOST));
        }
        List<ResultValue> named = dictionary.experimentalResults(text);
        if (named.size() > 1) {
            throw new UnclearException("experimental-result \"" + text + "\" is several: give one of "
                    + named.stream().map(ResultValue::text).toList());
        }
        if (named.isEmpty()) {
            throw Question.unknown("experimental-result", text, dictionary.experimentalResultNames());
        }
        return named.get(0);
    }
}
