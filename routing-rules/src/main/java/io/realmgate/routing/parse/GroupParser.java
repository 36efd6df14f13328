package io.realmgate.routing.parse;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.Names;
import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.model.Selection;
import io.realmgate.routing.model.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the groups of {@code peers.conf}. */
final class GroupParser {

    private static final int LONGEST_NAME = 64;
    private static final List<String> METHODS = Selection.words(Selection.Method.class);
    private static final List<String> KEYS = Selection.words(Selection.Key.class);

    private final PeerNames names;
    private final Report report;

    GroupParser(PeerNames names, Report report) {
        this.names = names;
        this.report = report;
    }

    /** Reads all groups, in the order of the file; {@code groups} may be null if there are none. */
    void readInto(Map<String, PeerGroup> into, @Nullable ConfigObject groups) {
        if (groups == null) {
            return;
        }
        List<Map.Entry<String, ConfigValue>> inOrder = new ArrayList<>(groups.entrySet());
        inOrder.sort(Comparator.<Map.Entry<String, ConfigValue>>comparingInt(
                        e -> e.getValue().origin().lineNumber())
                .thenComparing(Map.Entry::getKey));
        // A group may name one that is written further down.
        inOrder.forEach(entry -> names.addGroup(entry.getKey()));
        for (Map.Entry<String, ConfigValue> entry : inOrder) {
            String name = entry.getKey();
            ConfigValue value = entry.getValue();
            Report about = report.about("group \"" + name + "\"");
            if (names.isPeer(Names.lowerCase(name))) {
                about.error(value, "a peer has the same name", null);
            }
            if (!isName(new Scalar(value, name), about)) {
                continue;
            }
            if (value instanceof ConfigObject object) {
                into.put(name, group(name, new Fields(object, about), report.place(value)));
            } else {
                about.error(value, "a group must be an object", name + " { members = [ … ] }");
            }
        }
    }

    /** Whether a text may name a group; if not, that is reported. */
    static boolean isName(Scalar name, Report report) {
        String text = name.text();
        boolean good = !text.isEmpty() && text.length() <= LONGEST_NAME;
        for (int i = 0; i < text.length() && good; i++) {
            char c = text.charAt(i);
            good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        }
        if (!good) {
            report.error(
                    name.origin(),
                    "a group cannot be called \"" + (text.length() > LONGEST_NAME ? "…" : text) + "\"",
                    "1 to " + LONGEST_NAME + " letters, digits, - and _");
        }
        return good;
    }

    private PeerGroup group(String name, Fields group, Place place) {
        group.allow("select", "key", "members", "last-resort");
        Selection selection = selection(group);
        List<Candidate> members = members(group);
        return new PeerGroup(name, selection, members, names.lastResort(group, new Target.ToGroup(name)), place);
    }

    private static Selection selection(Fields group) {
        Selection.Method method = word(group, "select", "selection", Selection.Method.class, METHODS);
        Selection.Key key = word(group, "key", "hash key", Selection.Key.class, KEYS);
        ConfigValue written = group.get("key");
        if (method == Selection.Method.CONSISTENT_HASH) {
            if (written == null) {
                group.report()
                        .error(group.object(), "consistent-hash needs a \"key\"", "known: " + String.join(", ", KEYS));
            }
            return key == null ? Selection.WEIGHTED : new Selection(method, key);
        }
        if (written != null && (method != null || group.get("select") == null)) {
            group.report().error(written, "\"key\" means nothing without select = consistent-hash", null);
        }
        return method == null ? Selection.WEIGHTED : new Selection(method, null);
    }

    /** The value of a key that has one of a few words, or null if it is missing or none of them. */
    private static <E extends Enum<E>> @Nullable E word(
            Fields group, String key, String what, Class<E> kind, List<String> words) {
        Scalar scalar = group.scalar(key);
        E value = scalar == null ? null : Selection.of(kind, scalar.text());
        if (scalar != null && value == null) {
            group.report()
                    .error(
                            scalar.origin(),
                            "unknown " + what + " \"" + scalar.text() + "\"",
                            group.report().suggest(scalar.text(), words, "known: " + String.join(", ", words)));
        }
        return value;
    }

    private List<Candidate> members(Fields group) {
        List<Candidate> members = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ConfigValue entry : group.list("members", "members = [ hss1.home.example, … ]")) {
            Candidate member = member(entry, group.report());
            if (member != null && !seen.add(member.peer())) {
                group.report().error(entry, "member \"" + member.peer() + "\" is here twice", null);
            } else if (member != null) {
                members.add(member);
            }
        }
        members.sort(Comparator.comparingInt(Candidate::priority));
        return members;
    }

    private @Nullable Candidate member(ConfigValue entry, Report about) {
        if (!(entry instanceof ConfigObject object)) {
            Scalar plain = Fields.scalarOf("members", entry, about);
            String peer = plain == null ? null : names.resolvePeer(plain, about);
            return peer == null ? null : new Candidate(peer, 1, 1);
        }
        Fields fields = new Fields(object, about);
        fields.allow("peer", "priority", "weight");
        Scalar name = fields.required("peer");
        String peer = name == null ? null : names.resolvePeer(name, about);
        OptionalInt priority = fields.number("priority", 0, Candidate.MAX, 1);
        OptionalInt weight = fields.number("weight", 1, Candidate.MAX, 1);
        if (peer == null || priority.isEmpty() || weight.isEmpty()) {
            return null;
        }
        return new Candidate(peer, priority.getAsInt(), weight.getAsInt());
    }
}
