package io.realmgate.routing.table;

import io.realmgate.routing.Octets;
import io.realmgate.routing.model.SubscriberSource.Encoding;

/**
 * Texts without case, and what belongs to them: whole ones, beginnings and ends. A whole one counts first, then the longest
 * of the others, of two that are as long the beginning. Immutable once built.
 */
final class TextKeys implements KeyIndex {

    private final TextIndex whole;
    private final TextIndex beginnings;
    private final TextIndex ends;
    private final boolean[] beginningLengths = new boolean[TextIndex.LONGEST + 1];
    private final boolean[] endLengths = new boolean[TextIndex.LONGEST + 1];
    private int longestBeginning;
    private int longestEnd;

    private TextKeys(HeapBudget budget) {
        whole = new TextIndex(budget);
        beginnings = new TextIndex(budget);
        ends = new TextIndex(budget);
    }

    @Override
    public int find(Octets value, Encoding encoding) {
        int length = value.length();
        if (length <= TextIndex.LONGEST) {
            long hash = TextIndex.NO_OCTETS;
            for (int i = 0; i < length; i++) {
                hash = TextIndex.extend(hash, value.byteAt(i));
            }
            int found = whole.find(value, 0, length, hash);
            if (found != 0) {
                return found;
            }
        }
        int found = 0;
        int fixed = 0;
        long hash = TextIndex.NO_OCTETS;
        for (int i = 1; i <= Math.min(length, longestBeginning); i++) {
            hash = TextIndex.extend(hash, value.byteAt(i - 1));
            int here = beginningLengths[i] ? beginnings.find(value, 0, i, hash) : 0;
            if (here != 0) {
                found = here;
                fixed = i;
            }
        }
        hash = TextIndex.NO_OCTETS;
        for (int i = 1; i <= Math.min(length, longestEnd); i++) {
            hash = TextIndex.extend(hash, value.byteAt(length - i));
            int here = endLengths[i] && i > fixed ? ends.find(value, length - i, i, hash) : 0;
            if (here != 0) {
                found = here;
                fixed = i;
            }
        }
        return found;
    }

    @Override
    public int find(long digits) {
        return 0;
    }

    @Override
    public long octets() {
        return whole.octets() + beginnings.octets() + ends.octets();
    }

    /** Takes rows, in any order. For one thread. */
    static final class Builder implements KeyIndex.Builder {
        private final TextKeys keys;

        Builder(HeapBudget budget) {
            keys = new TextKeys(budget);
        }

        /** Adds 1 to {@link TextIndex#LONGEST} octets. */
        void add(LookupTable.Part part, byte[] from, int start, int length, int value, int line) {
            switch (part) {
                case WHOLE -> keys.whole.add(from, start, length, value, line);
                case BEGINNING -> {
                    keys.beginnings.add(from, start, length, value, line);
                    keys.beginningLengths[length] = true;
                    keys.longestBeginning = Math.max(keys.longestBeginning, length);
                }
                case END -> {
                    keys.ends.add(from, start, length, value, line);
                    keys.endLengths[length] = true;
                    keys.longestEnd = Math.max(keys.longestEnd, length);
                }
            }
        }

        @Override
        public TextKeys build(int largestValue, Conflicts conflicts) {
            keys.whole.build(false, conflicts);
            keys.beginnings.build(false, conflicts);
            keys.ends.build(true, conflicts);
            return keys;
        }
    }
}
