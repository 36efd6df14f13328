package io.realmgate.routing.parse;

import com.google.re2j.Pattern;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.AvpDefinition;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.Edit;
import io.realmgate.routing.model.EditValue;
import io.realmgate.routing.model.Edits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a rule changes: {@code request = [ { set = Destination-Realm, value = home.example } ]}. */
final class EditsParser {

    private static final int MOST = 32;
    private static final List<String> OPERATIONS = List.of("set", "add", "remove", "replace");
    private static final String EXAMPLE = "request = [ { set = Destination-Realm, value = home.example } ]";

    private final Dictionary dictionary;
    private final @Nullable Set<Integer> applications;
    private final Allowance allowance;
    private final Fields rule;
    private final Report report;

    /** @param applications the only ones that the rule is for, or null if it may be for any */
    EditsParser(Dictionary dictionary, @Nullable Set<Integer> applications, Allowance allowance, Fields rule) {
        this.dictionary = dictionary;
        this.allowance = allowance;
        this.applications = applications;
        this.rule = rule;
        this.report = rule.report();
    }

    /** Which way the messages go that are changed. */
    enum Way {
        REQUEST,
        ANSWER
    }

    /** The edits, of which there has to be one; without those that are wrong, which are reported. */
    Edits required() {
        if (rule.get("request") == null && rule.get("answer") == null) {
            report.error(
                    rule.object(),
                    "a proxy changes something: \"request\" or \"answer\" is missing",
                    "action = relay sends it on as it is; " + EXAMPLE);
        }
        return parse();
    }

    /** The edits, if there are any. */
    Edits parse() {
        return new Edits(edits("request", Way.REQUEST), edits("answer", Way.ANSWER));
    }

    private List<Edit> edits(String key, Way way) {
        List<ConfigValue> entries = rule.list(key, EXAMPLE);
        if (rule.get(key) instanceof ConfigList list && list.isEmpty()) {
            report.error(rule.object(), "\"" + key + "\" changes nothing", EXAMPLE);
        }
        if (entries.size() > MOST) {
            report.error(rule.object(), "\"" + key + "\" has more than " + MOST + " edits", null);
        }
        List<Edit> edits = new ArrayList<>();
        for (ConfigValue entry : entries) {
            if (!(entry instanceof ConfigObject object)) {
                report.error(entry, "an edit must be an object", EXAMPLE);
                continue;
            }
            Edit edit = edit(new Fields(object, report), way);
            if (edit != null) {
                edits.add(edit);
            }
        }
        return edits;
    }

    private @Nullable Edit edit(Fields fields, Way way) {
        fields.allow("set", "add", "remove", "replace", "value", "mandatory", "regex", "with");
        List<String> given =
                OPERATIONS.stream().filter(key -> fields.get(key) != null).toList();
        if (given.size() != 1) {
            report.error(fields.object(), "an edit needs one of " + String.join(", ", OPERATIONS), EXAMPLE);
            return null;
        }
        String operation = given.get(0);
        Scalar written = fields.scalar(operation);
        AvpPathParser.Result.Path path = written == null ? null : new AvpPathParser(dictionary).read(written, report);
        if (path == null || written == null) {
            return null;
        }
        boolean protect = new ProtectedAvps(report).refuse(written, path.path(), operation, way);
        Edit edit = switch (operation) {
            case "remove" -> remove(fields, path, written);
            case "replace" -> replace(fields, path, written, way);
            default -> write(fields, path, written, way);
        };
        return protect ? null : edit;
    }

    private Edit remove(Fields fields, AvpPathParser.Result.Path path, Scalar written) {
        refuse(fields, "remove", "value", "mandatory", "regex", "with");
        return new Edit.Remove(path.path(), "remove " + written.text());
    }

    private @Nullable Edit replace(Fields fields, AvpPathParser.Result.Path path, Scalar written, Way way) {
        refuse(fields, "replace", "value", "mandatory");
        Scalar regex = fields.required("regex");
        Scalar with = fields.required("with");
        AvpType type = path.type();
        if (type != null && !EditValueParser.isText(type)) {
            report.error(written.origin(), "\"replace\" is for texts; this AVP is " + type.text(), null);
            return null;
        }
        Pattern pattern = regex == null ? null : allowance.regex("regex", regex, report);
        if (pattern == null || with == null || regex == null) {
            return null;
        }
        EditValue.Template template = new TemplateParser(dictionary, report, way).parse(with, pattern.groupCount());
        String text = "replace " + regex.text() + " in " + written.text() + " with " + with.text();
        return template == null ? null : new Edit.Replace(path.path(), pattern, template, text);
    }

    private @Nullable Edit write(Fields fields, AvpPathParser.Result.Path path, Scalar written, Way way) {
        boolean set = fields.get("set") != null;
        refuse(fields, set ? "set" : "add", "regex", "with");
        Scalar value = fields.required("value");
        Boolean mandatory = fields.bool("mandatory");
        if (path.path().last().guard() != null) {
            report.error(written.origin(), "a \"[\" at the end of a path picks a group, which has no value", null);
            return null;
        }
        if (value == null) {
            return null;
        }
        EditValue data = new EditValueParser(dictionary, report, way).parse(value, path.type());
        if (data == null || new ProtectedAvps(report).contradictsHeader(value, path.path(), data, applications)) {
            return null;
        }
        List<Edit.Made> made = made(path.path(), mandatory);
        String text = (set ? "set " : "add ") + written.text() + " = " + value.text();
        return set ? new Edit.Set(path.path(), data, made, text) : new Edit.Add(path.path(), data, made, text);
    }

    private List<Edit.Made> made(AvpPath path, @Nullable Boolean mandatory) {
        List<Edit.Made> made = new ArrayList<>();
        for (int i = 0; i < path.steps().size(); i++) {
            AvpPath.Step step = path.steps().get(i);
            AvpPath.Guard guard = step.guard();
            boolean last = i == path.steps().size() - 1;
            made.add(new Edit.Made(
                    last && mandatory != null ? mandatory : isMandatory(step.code(), step.vendor()),
                    guard != null && isMandatory(guard.code(), guard.vendor())));
        }
        return made;
    }

    private boolean isMandatory(int code, int vendor) {
        AvpDefinition known = dictionary.avp(code, vendor);
        return known == null || known.mandatory();
    }

    private void refuse(Fields fields, String operation, String... keys) {
        for (String key : keys) {
            ConfigValue value = fields.get(key);
            if (value != null) {
                report.error(value, "\"" + key + "\" means nothing for \"" + operation + "\"", null);
            }
        }
    }
}
