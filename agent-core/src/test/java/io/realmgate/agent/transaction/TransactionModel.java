package io.realmgate.agent.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.codec.Chunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some {@link TransactionTable}s on one {@link DeadlineWheel}, and beside them maps that say what must be in them. Every
 * step is done to both and compared.
 */
final class TransactionModel {
    static final long TICK = 10;

    /** What the model knows of a pending request; it is the origin of the real one. */
    static final class Entry {
        final int table;
        final int hopByHop;
        final long deadline;
        final long opened;

        Entry(int table, int hopByHop, long deadline, long opened) {
            this.table = table;
            this.hopByHop = hopByHop;
            this.deadline = deadline;
            this.opened = opened;
        }

        @Override
        public String toString() {
            return "table " + table + " identifier " + hopByHop + " deadline " + deadline + " opened " + opened;
        }
    }

    private final Chunk chunk;
    private final DeadlineWheel<Entry> wheel;
    private final int[] bounds;
    private final List<TransactionTable<Entry>> tables = new ArrayList<>();
    private final List<Map<Integer, Entry>> expected = new ArrayList<>();
    private final List<Set<Integer>> used = new ArrayList<>();
    private long now;

    TransactionModel(Chunk chunk, long now, int firstHopByHop, int... bounds) {
        this.chunk = chunk;
        this.now = now;
        this.bounds = bounds;
        this.wheel = new DeadlineWheel<>(TICK, now, 8);
        for (int i = 0; i < bounds.length; i++) {
            // What owns a table is of the type of the origins; here it only says which table it is.
            Entry owner = new Entry(i, 0, 0, 0);
            tables.add(new TransactionTable<>(owner, firstHopByHop, bounds[i], wheel));
            expected.add(new HashMap<>());
            used.add(new HashSet<>());
        }
    }

    @Nullable
    Entry open(int table, long after) {
        PendingRequest<Entry> pending = tables.get(table).open(now + after);
        if (expected.get(table).size() == bounds[table]) {
            assertThat(pending).isNull();
            return null;
        }
        if (pending == null) {
            throw new AssertionError("refused below its bound");
        }
        Entry entry = new Entry(table, pending.hopByHop(), now + after, now);
        assertThat(used.get(table).add(entry.hopByHop)).as("a new identifier").isTrue();
        TransactionTable<Entry> asker = new TransactionTable<>(entry, 0, 1, tables.get(table).wheel);
        pending.from(asker, ~entry.hopByHop, now);
        asker.close();
        pending.keep(chunk, entry.hopByHop & 0xff, table);
        expected.get(table).put(entry.hopByHop, entry);
        return entry;
    }

    /** Takes an identifier for a message of the connection itself; no request may get it too. */
    void useIdentifier(int table) {
        assertThat(used.get(table).add(tables.get(table).nextIdentifier()))
                .as("a new identifier")
                .isTrue();
    }

    /** Answers any pending request of the table. */
    void takeOneOf(int table, int which) {
        List<Integer> pending = new ArrayList<>(expected.get(table).keySet());
        if (!pending.isEmpty()) {
            take(table, pending.get(Math.floorMod(which, pending.size())));
        }
    }

    void take(int table, int hopByHop) {
        Entry entry = expected.get(table).remove(hopByHop);
        PendingRequest<Entry> pending = tables.get(table).take(hopByHop);
        if (entry == null || pending == null) {
            assertThat(pending).isNull();
            assertThat(entry).isNull();
            return;
        }
        checkAndRecycle(pending, entry);
    }

    void drain(int table) {
        tables.get(table).drain(pending -> {
            Entry entry = expected.get(table).remove(pending.hopByHop());
            if (entry == null) {
                throw new AssertionError("drained what was not pending");
            }
            checkAndRecycle(pending, entry);
        });
        assertThat(expected.get(table)).isEmpty();
    }

    /** Lets time pass; {@code during} runs after each expiry and may do any step but this one. */
    void advance(long nanos, Runnable during) {
        now += nanos;
        List<Entry> due = new ArrayList<>();
        for (Map<Integer, Entry> table : expected) {
            for (Entry entry : table.values()) {
                if (Math.max(entry.deadline, entry.opened) + TICK <= now) {
                    due.add(entry);
                }
            }
        }
        long before = now - nanos;
        wheel.expire(now, (table, pending) -> {
            Entry entry = pending.origin();
            assertThat(table).isSameAs(tables.get(entry.table));
            assertThat(table.owner().table).isEqualTo(entry.table);
            assertThat(entry.deadline).as("not early").isLessThanOrEqualTo(now);
            assertThat(entry.opened).as("not in the turn that opened it").isLessThanOrEqualTo(before);
            assertThat(expected.get(entry.table).remove(entry.hopByHop)).isSameAs(entry);
            checkAndRecycle(pending, entry);
            during.run();
        });
        due.removeIf(entry -> expected.get(entry.table).get(entry.hopByHop) != entry);
        assertThat(due).as("late by more than a tick").isEmpty();
    }

    private void checkAndRecycle(PendingRequest<Entry> pending, Entry entry) {
        assertThat(pending.origin()).isSameAs(entry);
        assertThat(pending.hopByHop()).isEqualTo(entry.hopByHop);
        assertThat(pending.originHopByHop()).isEqualTo(~entry.hopByHop);
        assertThat(pending.start()).isEqualTo(entry.opened);
        assertThat(pending.chunk()).isSameAs(chunk);
        assertThat(pending.offset()).isEqualTo(entry.hopByHop & 0xff);
        assertThat(pending.length()).isEqualTo(entry.table);
        tables.get(entry.table).recycle(pending);
    }

    void checkSizes() {
        int all = 0;
        for (int i = 0; i < tables.size(); i++) {
            assertThat(tables.get(i).size()).isEqualTo(expected.get(i).size());
            assertThat(tables.get(i).keptOctets())
                    .isEqualTo((long) i * expected.get(i).size());
            List<Integer> shown = new ArrayList<>();
            tables.get(i).forEach(pending -> shown.add(pending.hopByHop()));
            assertThat(shown)
                    .containsExactlyInAnyOrderElementsOf(expected.get(i).keySet());
            all += expected.get(i).size();
        }
        assertThat(wheel.size()).isEqualTo(all);
        assertThat(chunk.isShared()).isEqualTo(all > 0);
    }
}
