package io.realmgate.routing.match;

import io.realmgate.routing.NameMap;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.NamePattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that a list of patterns stands for. A few patterns are compared one by one. Many are in
 * two tables, of which the second is asked for every domain above the name. Immutable and thread-safe.
 */
public final class NameSet {

    /** Up to this many, comparing is faster than hashing: most names differ in length or in the first bytes. */
    private static final int FEW = 8;

    private final byte[][] exact;
    private final byte[][] dottedDomains;
    private final NameMap<Boolean> exactTable;
    private final NameMap<Boolean> domainTable;

    /** The names that these patterns stand for. */
    public NameSet(List<NamePattern> patterns) {
        Map<String, Boolean> names = new LinkedHashMap<>();
        Map<String, Boolean> domains = new LinkedHashMap<>();
        for (NamePattern pattern : patterns) {
            if (pattern instanceof NamePattern.Exact name) {
                names.put(name.name(), true);
            } else if (pattern instanceof NamePattern.Below below) {
                domains.put("." + below.domain(), true);
            }
        }
        exact = names.keySet().stream().map(Names::lowerCaseBytes).toArray(byte[][]::new);
        dottedDomains = domains.keySet().stream().map(Names::lowerCaseBytes).toArray(byte[][]::new);
        exactTable = new NameMap<>(names);
        domainTable = new NameMap<>(domains);
    }

    /** Whether a name, in any case, is in the set. Allocates nothing. */
    public boolean contains(Octets name) {
        return exact.length + dottedDomains.length <= FEW ? isOneOfFew(name) : isOneOfMany(name);
    }

    private boolean isOneOfFew(Octets name) {
        for (byte[] candidate : exact) {
            if (Names.equalsIgnoreCase(name, candidate)) {
                return true;
            }
        }
        for (byte[] domain : dottedDomains) {
            if (Names.matchesSuffix(name, domain)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOneOfMany(Octets name) {
        if (exactTable.get(name) != null) {
            return true;
        }
        for (int dot = Names.dot(name, 1); dot > 0; dot = Names.dot(name, dot + 1)) {
            if (domainTable.getTail(name, dot) != null) {
                return true;
            }
        }
        return false;
    }
}
