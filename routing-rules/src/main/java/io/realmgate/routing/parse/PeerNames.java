package io.realmgate.routing.parse;

import io.realmgate.routing.Names;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.Target;
import io.realmgate.routing.table.LookupTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names of peers, groups, tables and listeners that files may refer to. Names of entries that are wrong elsewhere
 * are in here too, so that one mistake is reported once.
 */
final class PeerNames {

    private final Set<String> peers = new HashSet<>();
    private final Set<String> groups = new HashSet<>();
    private final Set<String> both = new HashSet<>();
    private final Set<String> domains = new HashSet<>();
    private final Map<String, TableFile> tables = new HashMap<>();
    private final Map<String, Set<String>> values = new HashMap<>();
    private final boolean complete;
    private final @Nullable Set<String> listeners;

    /**
     * @param complete false if the peer file could not be read: then any name may be right
     * @param listeners null if they are not known: then any may be right
     */
    PeerNames(boolean complete, @Nullable Set<String> listeners) {
        this.complete = complete;
        this.listeners = listeners;
    }

    void addPeer(String identity) {
        peers.add(identity);
        both.add(identity);
    }

    void addGroup(String name) {
        groups.add(name);
        both.add(name);
    }

    void addPattern(NamePattern pattern) {
        if (pattern instanceof NamePattern.Below below) {
            domains.add(below.domain());
        } else if (pattern instanceof NamePattern.Exact exact) {
            addPeer(exact.name());
        }
    }

    void addTable(TableFile table) {
        tables.put(table.name(), table);
    }

    /** The table of this name, with mistakes or without, or null. */
    @Nullable
    TableFile table(String name) {
        return tables.get(name);
    }

    /** Its different values, to look texts up in. */
    Set<String> valuesOf(LookupTable table) {
        return values.computeIfAbsent(table.name(), name -> Set.copyOf(table.values()));
    }

    Collection<String> tableNames() {
        return tables.keySet();
    }

    boolean isGroup(String name) {
        return groups.contains(name);
    }

    boolean isPeer(String lowerCaseName) {
        return peers.contains(lowerCaseName) || isAdmitted(lowerCaseName);
    }

    private boolean isAdmitted(String lowerCaseName) {
        if (domains.isEmpty() || DiameterName.problem(lowerCaseName) != null) {
            return false;
        }
        for (int dot = lowerCaseName.indexOf('.'); dot >= 0; dot = lowerCaseName.indexOf('.', dot + 1)) {
            if (domains.contains(lowerCaseName.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a listener may have that name; if not, that is reported. */
    boolean isListener(Scalar name, Report report) {
        Set<String> known = listeners;
        if (known == null || known.contains(name.text())) {
            return true;
        }
        String otherwise = known.isEmpty()
                ? "no entry of agent.listen has a name"
                : "known: " + String.join(", ", new TreeSet<>(known));
        report.error(
                name.origin(),
                "unknown listener \"" + name.text() + "\"",
                report.suggest(name.text(), known, otherwise));
        return false;
    }

    /** What a name stands for, or null if nothing has that name, which is then reported. */
    @Nullable
    Target resolve(Scalar name, Report report) {
        Target target = find(name.text());
        if (target == null) {
            report.error(name.origin(), unknown(name.text()), report.suggest(name.text(), both, null));
        }
        return target;
    }

    /** What a name in a table stands for, or null if nothing has that name, which is then reported. */
    @Nullable
    Target resolve(String name, int line, Report report) {
        Target target = find(name);
        if (target == null) {
            report.problems().error(line, unknown(name), report.suggest(name, both, null));
        }
        return target;
    }

    private @Nullable Target find(String name) {
        String lowerCase = Names.lowerCase(name);
        if (isGroup(name)) {
            return new Target.ToGroup(name);
        }
        return isPeer(lowerCase) || !complete ? new Target.ToPeer(lowerCase) : null;
    }

    /** Identities have dots and names of groups cannot, so the name tells what was meant. */
    private static String unknown(String name) {
        return "unknown " + (name.indexOf('.') >= 0 ? "peer" : "group") + " \"" + name + "\"";
    }

    /** What {@code last-resort} names, or null if it is missing or wrong; {@code first} is whom it stands in for. */
    @Nullable
    Target lastResort(Fields fields, @Nullable Target first) {
        Scalar name = fields.scalar("last-resort");
        Target named = name == null ? null : resolve(name, fields.report());
        if (name != null && named != null && named.equals(first)) {
            fields.report()
                    .error(name.origin(), "\"last-resort\" cannot be \"" + name.text() + "\" itself", "name another");
        }
        return named;
    }

    /** The identity of a peer, or null if no peer has that name, which is then reported. */
    @Nullable
    String resolvePeer(Scalar name, Report report) {
        String lowerCase = Names.lowerCase(name.text());
        if (isPeer(lowerCase)) {
            return lowerCase;
        }
        if (isGroup(name.text())) {
            report.error(name.origin(), "\"" + name.text() + "\" is a group", "members of a group are peers");
        } else {
            report.error(
                    name.origin(), "unknown peer \"" + name.text() + "\"", report.suggest(name.text(), peers, null));
        }
        return null;
    }

    /** Says that {@code name} is no group, unless it may be one of a file that could not be read. */
    void reportUnknownGroup(Scalar name, Report report) {
        if (complete) {
            report.error(
                    name.origin(), "unknown group \"" + name.text() + "\"", report.suggest(name.text(), groups, null));
        }
    }
}
