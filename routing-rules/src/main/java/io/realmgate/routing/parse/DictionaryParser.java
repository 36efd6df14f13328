package io.realmgate.routing.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.Additions;
import io.realmgate.routing.dictionary.AvpDefinition;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.ResultValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code dictionary/*.conf}: names of a network's own. None may mean something else than it does elsewhere. */
public final class DictionaryParser {

    private final List<Fields> files = new ArrayList<>();
    private final Dictionary standard = Dictionary.standard();
    private final DictionaryClaims claims = new DictionaryClaims();
    private final List<Additions.Application> applications = new ArrayList<>();
    private final List<AvpDefinition> avps = new ArrayList<>();
    private final List<Additions.Result> results = new ArrayList<>();

    private DictionaryParser() {}

    /**
     * The dictionary with what the files add to it, as far as they are right. Never throws for what a text says.
     *
     * @param files in any order: they are read by name, as if they were one file
     * @param out takes the mistakes
     */
    public static Dictionary parse(List<SourceFile> files, List<Diagnostic> out) {
        return files.isEmpty() ? Dictionary.standard() : new DictionaryParser().read(files, out);
    }

    private Dictionary read(List<SourceFile> sources, List<Diagnostic> out) {
        sources.stream().sorted(Comparator.comparing(SourceFile::name)).forEach(source -> {
            Config config = StrictHocon.parse(source, out);
            if (config != null) {
                files.add(new Fields(config.root(), new Report(new Problems(source.name(), out), "")));
            }
        });
        files.forEach(file -> file.allow("applications", "commands", "avps", "results"));
        // First: commands name them, whatever the file.
        each("application", this::application);
        DictionaryCommands commands = new DictionaryCommands(claims, applications);
        each("command", commands::read);
        each("avp", this::avp);
        each("result", this::result);
        return Dictionary.with(new Additions(applications, commands.all(), avps, results));
    }

    private void each(String what, Consumer<Fields> read) {
        String key = what + "s";
        for (Fields file : files) {
            for (ConfigValue entry : file.list(key, key + " = [ { name = … }, … ]")) {
                Report report = file.report().about(what);
                if (!(entry instanceof ConfigObject object)) {
                    report.error(entry, "must be an object", "{ name = … }");
                    continue;
                }
                Scalar name = new Fields(object, report).required("name");
                if (name != null && DictionaryClaims.isName(name, report)) {
                    read.accept(new Fields(object, file.report().about(what + " \"" + name.text() + "\"")));
                }
            }
        }
    }

    private void application(Fields fields) {
        fields.allow("name", "id", "also");
        List<Scalar> names = Stream.concat(fields.scalars("name").stream(), fields.scalars("also").stream())
                .toList();
        boolean free = true;
        for (Scalar name : names) {
            String known = standard.application(name.text())
                    .map(id -> "application " + Integer.toUnsignedString(id))
                    .orElse(null);
            free &= DictionaryClaims.isName(name, fields.report())
                    && claims.take("application", name, known, fields.report());
        }
        Scalar id = DictionaryClaims.number(fields, "id", 0, DictionaryClaims.MOST);
        if (id != null
                && claims.take("id", id, standard.applicationName(DictionaryClaims.bits(id)), fields.report())
                && free) {
            List<String> also = names.stream().skip(1).map(Scalar::text).toList();
            applications.add(new Additions.Application(names.get(0).text(), DictionaryClaims.bits(id), also));
        }
    }

    private void avp(Fields fields) {
        fields.allow("name", "code", "vendor", "type", "mandatory");
        Scalar name = fields.required("name");
        // RFC 6733 11.1.1: 0 is not used.
        Scalar code = DictionaryClaims.number(fields, "code", 1, DictionaryClaims.MOST);
        Integer vendor = vendor(fields);
        AvpType type = type(fields);
        Boolean mandatory = fields.bool("mandatory");
        if (name == null || code == null || vendor == null) {
            return;
        }
        AvpDefinition named = standard.avp(name.text());
        AvpDefinition coded = standard.avp(DictionaryClaims.bits(code), vendor);
        String known = named == null ? null : "AVP " + new ResultValue(named.vendor(), named.code()).text();
        boolean free = claims.take("avp", name, known, fields.report());
        free &= claims.take("avp of " + vendor, code, coded == null ? null : coded.name(), fields.report());
        if (free && type != null) {
            // A node that does not know an AVP refuses a request that has it with the M bit (RFC 6733 4.1).
            boolean flag = mandatory != null && mandatory;
            avps.add(new AvpDefinition(name.text(), DictionaryClaims.bits(code), vendor, type, flag));
        }
    }

    private static @Nullable AvpType type(Fields fields) {
        Scalar text = fields.required("type");
        if (text == null) {
            return null;
        }
        for (AvpType type : AvpType.values()) {
            if (type.text().equals(text.text())) {
                return type;
            }
        }
        List<String> known = Arrays.stream(AvpType.values()).map(AvpType::text).toList();
        String hint = fields.report().suggest(text.text(), known, "known: " + String.join(", ", known));
        fields.report().error(text.origin(), "unknown type \"" + text.text() + "\"", hint);
        return null;
    }

    private void result(Fields fields) {
        fields.allow("name", "code", "vendor");
        Scalar name = fields.required("name");
        Integer vendor = vendor(fields);
        if (name == null || vendor == null) {
            return;
        }
        // A Result-Code has one of five classes (RFC 6733 7.1); what a vendor numbers is the vendor's (7.6).
        Scalar code = vendor == 0
                ? DictionaryClaims.number(fields, "code", 1_000, 5_999)
                : DictionaryClaims.number(fields, "code", 1, DictionaryClaims.MOST);
        if (code == null) {
            return;
        }
        ResultValue value = new ResultValue(vendor, DictionaryClaims.bits(code));
        String coded = vendor == 0
                ? standard.resultCodeName(value.code())
                : standard.experimentalResultCodeName(vendor, value.code());
        boolean free = claims.take("result", name, resultNamed(name.text()), fields.report());
        free &= claims.take("result of " + vendor, code, coded, fields.report());
        if (free) {
            results.add(new Additions.Result(name.text(), value));
        }
    }

    private @Nullable String resultNamed(String name) {
        List<ResultValue> experimental = standard.experimentalResults(name);
        return standard.resultCode(name)
                .map(code -> "Result-Code " + code)
                .orElse(
                        experimental.isEmpty()
                                ? null
                                : "Experimental-Result " + experimental.get(0).text());
    }

    /** 0 if it is missing, null if it is wrong. */
    private static @Nullable Integer vendor(Fields fields) {
        if (fields.get("vendor") == null) {
            return 0;
        }
        Scalar vendor = DictionaryClaims.number(fields, "vendor", 0, DictionaryClaims.MOST);
        return vendor == null ? null : DictionaryClaims.bits(vendor);
    }
}
