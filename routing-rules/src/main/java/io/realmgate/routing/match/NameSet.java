package io.realmgate.routing.match;

import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.NamePattern;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that a list of patterns stands for. A few patterns are compared one by one. Many are in
 * two tables, which one walk over the name from its end serves: hashing backwards gives the hash of
 * every domain above the name on the way.
 */
final class NameSet {

    /** Below this, comparing is faster than hashing: most names differ in length or in the first bytes. */
    private static final int FEW = 8;

    private final byte[][] exact;
    private final byte[][] dottedDomains;
    private final NameTable exactTable;
    private final NameTable domainTable;

    NameSet(List<NamePattern> patterns) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> domains = new LinkedHashSet<>();
        for (NamePattern pattern : patterns) {
            if (pattern instanceof NamePattern.Exact name) {
                names.add(name.name());
            } else if (pattern instanceof NamePattern.Below below) {
                domains.add("." + below.domain());
            }
        }
        exact = names.stream().map(Names::lowerCaseBytes).toArray(byte[][]::new);
        dottedDomains = domains.stream().map(Names::lowerCaseBytes).toArray(byte[][]::new);
        exactTable = new NameTable(exact);
        domainTable = new NameTable(dottedDomains);
    }

    /** Whether a name, in any case, is in the set. Allocates nothing. */
    boolean contains(Octets name) {
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
        int hash = 0;
        for (int i = name.length() - 1; i >= 0; i--) {
            byte octet = Names.lower(name.byteAt(i));
            hash = NameTable.step(hash, octet);
            if (octet == '.' && i > 0 && domainTable.containsTail(name, i, hash)) {
                return true;
            }
        }
        return exactTable.containsTail(name, 0, hash);
    }
}
