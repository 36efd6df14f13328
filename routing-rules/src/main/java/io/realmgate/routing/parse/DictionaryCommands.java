package io.realmgate.routing.parse;

import io.realmgate.routing.dictionary.Additions;
import io.realmgate.routing.dictionary.CommandDefinition;
import io.realmgate.routing.dictionary.Dictionary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commands of {@code dictionary/*.conf}: new ones, and known ones that another application uses too. */
final class DictionaryCommands {

    /** Command codes have 24 bits (RFC 6733 3). */
    private static final long MOST_CODE = 0xff_ffff;

    private final DictionaryClaims claims;
    private final Dictionary standard = Dictionary.standard();
    private final Map<String, Integer> applications = new HashMap<>();
    private final List<String> spellings = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final List<CommandDefinition> all = new ArrayList<>();

    DictionaryCommands(DictionaryClaims claims, List<Additions.Application> own) {
        this.claims = claims;
        for (Additions.Application application : own) {
            add(application.name(), application.id());
            application.also().forEach(name -> add(name, application.id()));
        }
        spellings.addAll(standard.applicationNames());
    }

    private void add(String name, int id) {
        applications.put(name.toLowerCase(Locale.ROOT), id);
        spellings.add(name);
    }

    List<CommandDefinition> all() {
        return all;
    }

    void read(Fields fields) {
        fields.allow("name", "code", "application", "request", "answer");
        Report report = fields.report();
        Scalar name = fields.required("name");
        Scalar code = DictionaryClaims.number(fields, "code", 0, MOST_CODE);
        Scalar request = fields.required("request");
        Scalar answer = fields.required("answer");
        if (fields.get("application") == null) {
            report.error(fields.object(), "\"application\" is missing", "application = X, or a list");
        }
        Set<Integer> ids = ids(fields);
        if (name == null || code == null || request == null || answer == null) {
            return;
        }
        CommandDefinition known = known(name.text(), DictionaryClaims.bits(code));
        if (known != null) {
            addToKnown(known, fields, List.of(request, answer), ids);
            return;
        }
        CommandDefinition coded = standard.command(DictionaryClaims.bits(code), 0);
        boolean free = claims.take("command code", code, coded == null ? null : coded.longName(), report);
        for (Scalar one : List.of(name, request, answer)) {
            free &= DictionaryClaims.isName(one, report)
                    && claims.take("command", one, meaning(standard.commands(one.text())), report);
        }
        if (free && !ids.isEmpty()) {
            all.add(new CommandDefinition(
                    DictionaryClaims.bits(code), request.text(), answer.text(), name.text(), ids, false));
        }
    }

    private @Nullable CommandDefinition known(String name, int code) {
        return standard.commands(name).stream()
                .filter(command -> command.code() == code && command.longName().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String meaning(List<CommandDefinition> commands) {
        return commands.isEmpty()
                ? null
                : "command " + commands.get(0).longName() + " "
                        + commands.get(0).code();
    }

    private void addToKnown(CommandDefinition known, Fields fields, List<Scalar> names, Set<Integer> ids) {
        Report report = fields.report();
        List<String> shortNames = List.of(known.request(), known.answer());
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).text().equalsIgnoreCase(shortNames.get(i))) {
                String message = "its short name is " + shortNames.get(i) + " in every application";
                report.error(
                        names.get(i).origin(), message, "not \"" + names.get(i).text() + "\"");
                return;
            }
        }
        boolean free = true;
        for (int id : ids) {
            String application = Integer.toUnsignedString(id);
            if (known.isIn(id) || !taken.add(known.code() + " " + id)) {
                report.error(
                        fields.object(), "it is a command of application " + application + " already", "leave it out");
                free = false;
            }
        }
        if (free && !ids.isEmpty()) {
            all.add(known.in(ids));
        }
    }

    private Set<Integer> ids(Fields fields) {
        Set<Integer> ids = new HashSet<>();
        for (Scalar name : fields.scalars("application")) {
            long number = Numbers.unsigned(name.text());
            Integer own = applications.get(name.text().toLowerCase(Locale.ROOT));
            if (number >= 0 && number <= DictionaryClaims.MOST) {
                ids.add((int) number);
            } else if (own != null) {
                ids.add(own);
            } else {
                standard.application(name.text()).ifPresentOrElse(ids::add, () -> unknown(name, fields.report()));
            }
        }
        return ids;
    }

    private void unknown(Scalar name, Report report) {
        String hint = report.suggest(name.text(), spellings, "its number may be given instead");
        report.error(name.origin(), "unknown application \"" + name.text() + "\"", hint);
    }
}
