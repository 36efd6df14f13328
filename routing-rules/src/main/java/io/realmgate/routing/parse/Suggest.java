package io.realmgate.routing.parse;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word that somebody most likely wanted to write. */
public final class Suggest {

    /** Longer words are not compared: the work grows with the square of the length. */
    private static final int LONGEST = 255;

    private Suggest() {}

    /**
     * The known word that takes the fewest slips of the keyboard to get to from {@code word}, whatever
     * the case of its letters; empty if none is close: up to seven letters one slip, then one more for every four. Between
     * equally close words, the first in alphabetical order.
     */
    public static Optional<String> closest(String word, Collection<String> known) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, word.length() / 4);
        String best = null;
        int fewest = limit + 1;
        for (String candidate : known) {
            if (candidate.length() > LONGEST || Math.abs(candidate.length() - word.length()) > limit) {
                continue;
            }
            int slips = slips(wanted, candidate.toLowerCase(Locale.ROOT), fewest);
            if (slips < fewest || (slips == fewest && best != null && candidate.compareTo(best) < 0)) {
                best = candidate;
                fewest = slips;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * Letters to insert, delete, replace or swap with their neighbour; any larger number if they are
     * more than {@code most}. Looks only at places that so few slips can connect.
     */
    private static int slips(String from, String to, int most) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int first = Math.max(1, i - most);
            int end = Math.min(to.length(), i + most);
            row[first - 1] = first == 1 ? i : most + 1;
            int best = row[first - 1];
            for (int j = first; j <= end; j++) {
                int above = j == i + most ? most + 1 : last[j];
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                row[j] = Math.min(Math.min(row[j - 1], above) + 1, last[j - 1] + (same ? 0 : 1));
                if (isSwap(from, i, to, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                best = Math.min(best, row[j]);
            }
            if (best > most) {
                return best;
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[to.length()];
    }

    private static boolean isSwap(String from, int i, String to, int j) {
        return i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
    }
}
