package io.realmgate.routing.parse;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.LookupKey;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.SubscriberKey;
import io.realmgate.routing.model.SubscriberSource;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.model.Target;
import io.realmgate.routing.table.LookupTable;
import io.realmgate.routing.table.LookupTable.Column;
import io.realmgate.routing.table.LookupTable.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what asks a table: {@code imsi = { table = T }} in a match, {@code to = { table = T, key = imsi }} in an action. */
final class LookupParser {

    private static final List<SubscriberKey> SUBSCRIBERS =
            List.of(SubscriberKey.IMSI, SubscriberKey.MSISDN, SubscriberKey.PUBLIC_IDENTITY, SubscriberKey.APN);

    private final Dictionary dictionary;
    private final PeerNames names;
    private final Allowance allowance;
    private final Report report;

    LookupParser(Dictionary dictionary, PeerNames names, Allowance allowance, Report report) {
        this.dictionary = dictionary;
        this.names = names;
        this.allowance = allowance;
        this.report = report;
    }

    /** What {@code to} of a rule names; null if that is wrong or missing, which is then reported. */
    @Nullable
    Target to(Fields rule) {
        if (rule.get("to") instanceof ConfigObject object) {
            return target(new Fields(object, report));
        }
        if (rule.get("to") instanceof ConfigList list) {
            rule.report()
                    .error(list, "\"to\" must be one peer or group, not a list", "make them a group in peers.conf");
            return null;
        }
        Scalar to = rule.required("to");
        return to == null ? null : names.resolve(to, report);
    }

    private @Nullable Target target(Fields to) {
        to.allow("table", "key");
        Scalar name = to.required("table");
        Scalar written = to.required("key");
        LookupTable table = name == null ? null : table(name);
        if (table == null || name == null || written == null) {
            return null;
        }
        if (table.column() != Column.TO) {
            report.error(
                    name.origin(),
                    "table \"" + table.name() + "\" names no peers or groups",
                    "its header line has to be \"" + table.kind().word() + ",to\"");
            return null;
        }
        LookupKey key = key(written, table);
        return key == null || !allowance.sendsBy(table, name, report) ? null : new Target.ByTable(table.name(), key);
    }

    /** The key of a target: one of a match, or the path of an AVP. */
    private @Nullable LookupKey key(Scalar written, LookupTable table) {
        List<String> known = new ArrayList<>();
        for (SubscriberKey subject : SUBSCRIBERS) {
            known.add(subject.key());
            if (subject.key().equals(written.text())) {
                return isOfKind(table, kindOf(subject), subject.key(), written.origin()) ? contents(subject) : null;
            }
        }
        for (Match.NameField field : Match.NameField.values()) {
            known.add(field.key());
            if (field.key().equals(written.text())) {
                boolean fits = isOfKind(table, Kind.TEXT, field.key(), written.origin());
                return fits ? new LookupKey.Name(field) : null;
            }
        }
        if (new AvpPathParser(dictionary).parse(written.text()) instanceof AvpPathParser.Result.Path path) {
            return avp(written, path, table);
        }
        String otherwise = String.join(", ", known) + ", or the path of an AVP, such as User-Name";
        report.error(
                written.origin(),
                "unknown key \"" + written.text() + "\" for a table",
                report.suggest(written.text(), known, otherwise));
        return null;
    }

    private @Nullable LookupKey avp(Scalar path, AvpPathParser.Result.Path found, LookupTable table) {
        Encoding encoding = encoding(path, found.type(), table);
        return encoding == null
                ? null
                : new LookupKey.Contents(path.text(), List.of(new SubscriberSource(null, found.path(), encoding)));
    }

    private @Nullable Encoding encoding(Scalar path, @Nullable AvpType type, LookupTable table) {
        boolean octets = type == AvpType.OCTET_STRING;
        if (type != null && (AvpMatchParser.isNumber(type) || type == AvpType.GROUPED)) {
            report.error(
                    path.origin(),
                    "a table is asked for texts; " + path.text() + " is " + type.text(),
                    type == AvpType.GROUPED
                            ? "lead the path to one inside it"
                            : "in takes a list of numbers, in = [ 1, 2 ]");
            return null;
        }
        return table.kind() == Kind.TEXT ? Encoding.TEXT : octets ? Encoding.TBCD : Encoding.DIGITS;
    }

    private LookupKey contents(SubscriberKey subject) {
        return new LookupKey.Contents(subject.key(), new SubscriberParser(dictionary, report).sources(subject));
    }

    private static Kind kindOf(SubscriberKey subject) {
        return subject == SubscriberKey.IMSI || subject == SubscriberKey.MSISDN ? Kind.DIGITS : Kind.TEXT;
    }

    /** {@code imsi = { table = T }}; null if something in it is wrong, which is then reported. */
    @Nullable
    Match match(SubscriberKey subject, ConfigObject object) {
        if (!SUBSCRIBERS.contains(subject)) {
            report.error(object, "\"" + subject.key() + "\" takes no table", null);
            return null;
        }
        return match(
                subject.key(),
                object,
                (table, name) ->
                        isOfKind(table, kindOf(subject), subject.key(), name.origin()) ? contents(subject) : null);
    }

    /** {@code destination-realm = { table = T }}; null if something in it is wrong, which is then reported. */
    @Nullable
    Match match(Match.NameField field, ConfigObject object) {
        return match(
                field.key(),
                object,
                (table, name) ->
                        isOfKind(table, Kind.TEXT, field.key(), name.origin()) ? new LookupKey.Name(field) : null);
    }

    /** {@code avp { path = P, in = { table = T } }}; null if something in it is wrong, which is then reported. */
    @Nullable
    Match match(Scalar path, AvpPathParser.Result.Path found, ConfigObject in) {
        Match match = match("avp", in, (table, name) -> avp(path, found, table));
        return match instanceof Match.InTable asked
                ? new Match.InTable(
                        "avp",
                        asked.where(),
                        asked.table(),
                        asked.values(),
                        "{ path = " + path.text() + ", in = " + asked.written() + " }")
                : null;
    }

    /** What a table can be asked for; null if it does not fit, which is then reported. */
    private interface KeyFor {
        @Nullable
        LookupKey of(LookupTable table, Scalar name);
    }

    private @Nullable Match match(String key, ConfigObject object, KeyFor keys) {
        Fields fields = new Fields(object, report);
        fields.allow("table", "value");
        Scalar name = fields.required("table");
        LookupTable table = name == null ? null : table(name);
        LookupKey where = table == null || name == null ? null : keys.of(table, name);
        ConfigValue value = fields.get("value");
        List<Scalar> values = fields.scalars("value");
        if (where == null || table == null || !haveRows(values, table)) {
            return null;
        }
        String written = "{ table = " + table.name() + (value == null ? "" : ", value = " + Written.of(value)) + " }";
        return new Match.InTable(
                key, where, table.name(), values.stream().map(Scalar::text).toList(), written);
    }

    /** A value that no row has is doubtful, not wrong: tables change by themselves. */
    private boolean haveRows(List<Scalar> values, LookupTable table) {
        Set<String> known = values.isEmpty() ? Set.of() : names.valuesOf(table);
        for (Scalar value : values) {
            if (table.column() == Column.NONE) {
                report.error(
                        value.origin(),
                        "table \"" + table.name() + "\" has no values",
                        "its header line has to name a second column: \""
                                + table.kind().word() + ",value\"");
                return false;
            }
            if (!known.contains(value.text())) {
                report.warning(
                        value.origin(),
                        "no row of table \"" + table.name() + "\" has the value \"" + value.text() + "\"",
                        report.suggest(value.text(), table.values(), null));
            }
        }
        return true;
    }

    private boolean isOfKind(LookupTable table, Kind wanted, String key, ConfigValue at) {
        if (table.kind() == wanted) {
            return true;
        }
        report.error(
                at,
                "table \"" + table.name() + "\" has keys of " + table.kind().word() + ", and " + key + " is "
                        + wanted.word(),
                "the header line says what the keys are: \"" + wanted.word() + "\"");
        return false;
    }

    private @Nullable LookupTable table(Scalar name) {
        TableFile file = names.table(name.text());
        if (file == null) {
            report.error(
                    name.origin(),
                    "unknown table \"" + name.text() + "\"",
                    report.suggest(name.text(), names.tableNames(), "tables are the files tables/NAME.csv"));
            return null;
        }
        // What is wrong with the file is reported once, and not for each rule.
        return file.table();
    }
}
