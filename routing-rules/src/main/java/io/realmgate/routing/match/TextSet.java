package io.realmgate.routing.match;

import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.AvpTest.Part;
import io.realmgate.routing.model.AvpTest.TextPattern;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Some texts, compared one by one. */
final class TextSet {

    private final List<TextPattern> patterns;
    private final byte[][] octets;

    TextSet(List<TextPattern> patterns) {
        this.patterns = List.copyOf(patterns);
        this.octets = patterns.stream()
                .map(pattern -> pattern.octets().getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
    }

    boolean contains(Octets value) {
        for (int i = 0; i < octets.length; i++) {
            if (fits(patterns.get(i), octets[i], value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(TextPattern pattern, byte[] wanted, Octets value) {
        int more = value.length() - wanted.length;
        if (more < 0 || (pattern.part() == Part.WHOLE && more != 0)) {
            return false;
        }
        int start = pattern.part() == Part.END ? more : 0;
        for (int i = 0; i < wanted.length; i++) {
            byte octet = value.byteAt(start + i);
            if ((pattern.ignoreCase() ? Names.lower(octet) : octet) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
