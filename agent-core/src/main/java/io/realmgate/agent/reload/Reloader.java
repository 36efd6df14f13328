package io.realmgate.agent.reload;

import io.realmgate.routing.check.Diagnostic;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts sets in force, one at a time: a set with an error changes nothing. Blocks on the file system; called from any
 * thread but an event loop.
 */
public final class Reloader {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private final SetReader reader;
    private final Consumer<CheckedSet> swap;
    private volatile Generation current = new Generation(0, 0, 0);

    /**
     * What is in force.
     *
     * @param number 1 for the set that the agent started with
     */
    public record Generation(int number, int rules, int peers) {}

    /**
     * What came of a reload.
     *
     * @param accepted whether the files are in force now
     */
    public record Result(boolean accepted, Generation generation, List<Diagnostic> diagnostics) {}

    /** @param swap puts a checked set in force at once */
    public Reloader(SetReader reader, Consumer<CheckedSet> swap) {
        this.reader = reader;
        this.swap = swap;
    }

    /** Puts the set that the agent starts with in force. */
    public synchronized void start(CheckedSet first) {
        install(first);
    }

    /** Reads the files again. */
    public synchronized Result reload() {
        SetReader.Outcome outcome = reader.read();
        CheckedSet set = outcome.set();
        if (set == null) {
            LOG.warn("reload refused, generation {} stays in force:", current.number());
            outcome.diagnostics().forEach(d -> LOG.warn("  {}", d.text()));
            return new Result(false, current, outcome.diagnostics());
        }
        install(set);
        LOG.info("generation {} is in force: {} rules, {} peers", current.number(), current.rules(), current.peers());
        return new Result(true, current, outcome.diagnostics());
    }

    private void install(CheckedSet set) {
        swap.accept(set);
        current = new Generation(
                current.number() + 1, set.table().rules().size(), set.peers().size());
    }

    /** What is in force; generation 0 before the first set. */
    public Generation current() {
        return current;
    }
}
