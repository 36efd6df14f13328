package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.AvpList;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.table.Digits;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The AVPs of one message that the rules of one table ask for. Nothing is looked for before a rule asks; then the top level
 * is walked once, for all paths that begin there, and each path is followed once, however many rules ask for it. A flyweight
 * of one loop; it allocates only when a table is new or a message has more such AVPs than any before it.
 */
final class AvpValues {
    private static final int NOT_FOLLOWED = -2;
    private static final int END = -1;
    private static final long NOT_READ = Long.MIN_VALUE;

    private final MessageOctets value = new MessageOctets();
    private final MessageOctets first = new MessageOctets();
    private final AvpCursor guarded = new AvpCursor();
    /** One for each step of the longest path. */
    private AvpCursor[] inside = new AvpCursor[0];

    private List<AvpSlot> slots = List.of();
    private long[] roots = new long[0];
    private long rootBits;
    private int[] rootOfSlot = new int[0];
    /** Whether a path is one step and no more. */
    private boolean[] isTop = new boolean[0];

    private boolean walked = true;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private DiameterMessage shown = new DiameterMessage();
    private AvpList listed = new AvpList();
    private final AvpList own = new AvpList();

    // What was found, as lists: of the AVPs at the top by root, of the values by slot.
    private int[] heads = new int[0];
    private int[] tails = new int[0];
    private int[] starts = new int[16];
    private int[] lengths = new int[16];
    private int[] nexts = new int[16];
    private int count;

    // Of the values, the numbers in them and the encoding by which these were read: many rules may ask for ranges of
    // one number.
    private long[] digits = new long[16];
    private @Nullable Encoding[] readAs = new Encoding[16];

    // The last search and what it found: a rule asks whether a table has a row, and then for that row.
    private boolean hasSearched;
    private @Nullable Object searched;
    private int searchedAt;
    private @Nullable Encoding searchedAs;
    private int found;

    /**
     * Turns to a message, and to the table that will ask.
     *
     * @param list of its AVPs, which fill it without a fault: those that are {@link #wanted}, or they are looked for once more
     */
    @SuppressWarnings("ReferenceEquality") // the question is whether anything is to be stored
    void show(DiameterMessage message, AvpList list, List<AvpSlot> asked) {
        if (asked != slots) {
            turnTo(asked);
        }
        if (shown != message) {
            shown = message;
        }
        if (listed != list) {
            listed = list;
        }
        if (bytes != message.bytes()) {
            bytes = message.bytes();
        }
        walked = false;
        hasSearched = false;
    }

    /** The {@link AvpList#bit bits} of the AVPs that are to be listed for those who ask for these. */
    static long wanted(List<AvpSlot> asked) {
        return asked.stream()
                .mapToLong(slot -> AvpList.bit(slot.path().steps().get(0).code()))
                .reduce(AvpList.NONE, (a, b) -> a | b);
    }

    private void turnTo(List<AvpSlot> asked) {
        slots = asked;
        roots = asked.stream()
                .mapToLong(slot -> key(slot.path().steps().get(0)))
                .sorted()
                .distinct()
                .toArray();
        rootBits = wanted(asked);
        rootOfSlot = asked.stream()
                .mapToInt(slot ->
                        Arrays.binarySearch(roots, key(slot.path().steps().get(0))))
                .toArray();
        isTop = new boolean[asked.size()];
        for (AvpSlot slot : asked) {
            List<AvpPath.Step> steps = slot.path().steps();
            isTop[slot.number()] = steps.size() == 1 && steps.get(0).guard() == null;
        }
        inside = Stream.generate(AvpCursor::new)
                .limit(asked.stream()
                        .mapToInt(slot -> slot.path().steps().size())
                        .max()
                        .orElse(0))
                .toArray(AvpCursor[]::new);
        heads = new int[roots.length + asked.size()];
        tails = new int[heads.length];
    }

    private static long key(AvpPath.Step step) {
        return key(step.code(), step.vendor());
    }

    private static long key(int code, int vendor) {
        return (long) vendor << 32 | code & 0xffff_ffffL;
    }

    /** Whether one of the values passes the test. */
    boolean any(AvpSlot avp, Predicate<Octets> test) {
        for (int i = valuesOf(avp); i != END; i = nexts[i]) {
            if (test.test(value.show(bytes, starts[i], lengths[i]))) {
                return true;
            }
        }
        return false;
    }

    /** The first number but 0 that {@code search} has for one of the values, or 0. */
    int firstFound(AvpSlot avp, ToIntFunction<Octets> search) {
        if (!isSearched(search, avp, null)) {
            found = 0;
            for (int i = valuesOf(avp); i != END && found == 0; i = nexts[i]) {
                found = search.applyAsInt(value.show(bytes, starts[i], lengths[i]));
            }
        }
        return found;
    }

    /** Whether a number in one of the values passes the test. */
    boolean anyNumber(AvpSlot avp, Encoding encoding, LongPredicate test) {
        for (int i = valuesOf(avp); i != END; i = nexts[i]) {
            long number = number(i, encoding);
            if (number != Digits.NONE && test.test(number)) {
                return true;
            }
        }
        return false;
    }

    /** The first number but 0 that {@code search} has for a number in one of the values, or 0. */
    int firstFound(AvpSlot avp, Encoding encoding, LongToIntFunction search) {
        if (!isSearched(search, avp, encoding)) {
            found = !walked && isTop[avp.number()] && listed.covers(rootBits)
                    ? firstAtTop(avp, encoding, search)
                    : firstInList(avp, encoding, search);
        }
        return found;
    }

    /** For the rule that is the only one to ask: no lists are made for others. */
    private int firstAtTop(AvpSlot avp, Encoding encoding, LongToIntFunction search) {
        long key = roots[rootOfSlot[avp.number()]];
        int result = 0;
        for (int i = 0; i < listed.count() && result == 0; i++) {
            int at = listed.start(i);
            long header = bytes.getLong(at);
            int word = (int) header;
            if (key((int) (header >>> 32), word < 0 ? bytes.getInt(at + 8) : 0) == key) {
                int before = word < 0 ? 12 : 8;
                long number = Digits.read(value.show(bytes, at + before, (word & 0xffffff) - before), encoding);
                result = number == Digits.NONE ? 0 : search.applyAsInt(number);
            }
        }
        return result;
    }

    private int firstInList(AvpSlot avp, Encoding encoding, LongToIntFunction search) {
        int result = 0;
        for (int i = valuesOf(avp); i != END && result == 0; i = nexts[i]) {
            long number = number(i, encoding);
            result = number == Digits.NONE ? 0 : search.applyAsInt(number);
        }
        return result;
    }

    /** Whether this is what was searched last, as it is now. */
    private boolean isSearched(Object search, AvpSlot avp, @Nullable Encoding encoding) {
        if (hasSearched && search == searched && avp.number() == searchedAt && encoding == searchedAs) {
            return true;
        }
        hasSearched = true;
        if (searched != search) {
            searched = search;
        }
        if (searchedAs != encoding) {
            searchedAs = encoding;
        }
        searchedAt = avp.number();
        return false;
    }

    private long number(int i, Encoding encoding) {
        if (digits[i] == NOT_READ || readAs[i] != encoding) {
            if (readAs[i] != encoding) {
                readAs[i] = encoding;
            }
            digits[i] = Digits.read(value.show(bytes, starts[i], lengths[i]), encoding);
        }
        return digits[i];
    }

    /** The first value, or null. */
    @Nullable
    Octets first(AvpSlot avp) {
        int i = valuesOf(avp);
        return i == END ? null : first.show(bytes, starts[i], lengths[i]);
    }

    private int valuesOf(AvpSlot avp) {
        if (!walked) {
            walkTop();
        }
        int at = roots.length + avp.number();
        if (heads[at] == NOT_FOLLOWED) {
            heads[at] = END;
            AvpPath path = avp.path();
            for (int i = heads[rootOfSlot[avp.number()]]; i != END; i = nexts[i]) {
                follow(path, 0, starts[i], lengths[i], at);
            }
        }
        return heads[at];
    }

    private void walkTop() {
        walked = true;
        count = 0;
        Arrays.fill(heads, 0, roots.length, END);
        Arrays.fill(heads, roots.length, heads.length, NOT_FOLLOWED);
        AvpList top = listed;
        if (!top.covers(rootBits)) {
            own.fill(shown, rootBits);
            top = own;
        }
        for (int i = 0; i < top.count(); i++) {
            int at = top.start(i);
            long header = bytes.getLong(at);
            int word = (int) header;
            int root = Arrays.binarySearch(roots, key((int) (header >>> 32), word < 0 ? bytes.getInt(at + 8) : 0));
            if (root >= 0) {
                add(root, at, word & 0xffffff);
            }
        }
    }

    /** Adds what the steps from {@code step} on lead to, given that the AVP at {@code at} has the code of that step. */
    private void follow(AvpPath path, int step, int at, int length, int list) {
        int header = bytes.getInt(at + 4) < 0 ? 12 : 8;
        AvpPath.Guard guard = path.steps().get(step).guard();
        if (guard != null && !holds(guard, at + header, at + length)) {
            return;
        }
        if (step == path.steps().size() - 1) {
            add(list, at + header, length - header);
            return;
        }
        AvpPath.Step next = path.steps().get(step + 1);
        AvpCursor inner = inside[step].over(bytes, at + header, at + length);
        while (inner.next()) {
            if (inner.code() == next.code() && inner.vendor() == next.vendor()) {
                follow(path, step + 1, inner.start(), inner.length(), list);
            }
        }
    }

    private boolean holds(AvpPath.Guard guard, int start, int last) {
        guarded.over(bytes, start, last);
        while (guarded.next()) {
            if (guarded.code() == guard.code()
                    && guarded.vendor() == guard.vendor()
                    && guarded.dataLength() == 4
                    && guarded.unsigned32() == guard.value()) {
                return true;
            }
        }
        return false;
    }

    /** Appends to a list, so that values keep the order of the message. */
    private void add(int list, int start, int length) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            nexts = Arrays.copyOf(nexts, 2 * count);
            digits = Arrays.copyOf(digits, 2 * count);
            readAs = Arrays.copyOf(readAs, 2 * count);
        }
        starts[count] = start;
        lengths[count] = length;
        nexts[count] = END;
        digits[count] = NOT_READ;
        if (heads[list] == END) {
            heads[list] = count;
        } else {
            nexts[tails[list]] = count;
        }
        tails[list] = count;
        count++;
    }
}
