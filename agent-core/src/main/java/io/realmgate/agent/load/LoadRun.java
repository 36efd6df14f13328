package io.realmgate.agent.load;

import io.realmgate.agent.load.LoadPlan.Pace;
import io.realmgate.agent.load.LoadReport.Cost;
import io.realmgate.agent.load.LoadReport.Counts;
import java.io.IOException;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * One run: connects everybody, warms up, measures, waits for what is still missing, parts. Of the thread that calls
 * {@link #run()}, but for {@link #stop()}. A run ends at the latest when its times and {@link #PATIENCE} are over.
 */
public final class LoadRun {
    /** How long connecting may take, and at most how long answers are waited for after the end, in nanoseconds. */
    private static final long PATIENCE = 30_000_000_000L;

    /** How long the good-byes may take. */
    private static final long GOOD_BYE = 1_000_000_000L;

    /** How often lost requests are looked for. */
    private static final long LOOK = 100_000_000L;

    private static final long MILLI = 1_000_000L;
    private static final double SECOND = 1e9;

    private final LoadPlan plan;
    private final Script script;
    private final Instruments instruments;
    private final Tally tally = new Tally();
    private volatile boolean stopped;

    /** Where times and costs are read. */
    public interface Instruments {
        /** Monotonic nanoseconds. */
        LongSupplier clock();

        /** What the relay has used so far. */
        ProcessUsage relay() throws IOException;

        /** Nanoseconds of processor time of this thread. */
        long ownCpu();
    }

    /**
     * @param started now: part of the Session-Ids
     * @throws IllegalArgumentException when the messages cannot be as small as the plan says
     */
    public LoadRun(LoadPlan plan, Instruments instruments, Instant started) {
        this.plan = plan;
        this.instruments = instruments;
        this.script = new Script(plan, started);
    }

    /** Ends the run early, with a report on what there is; from any thread. */
    public void stop() {
        stopped = true;
    }

    /** Runs to the end. Fails when not everybody could be connected, or a socket could not be had. */
    public LoadReport run() throws IOException, LoadFailure {
        try (Loop loop = new Loop(instruments.clock())) {
            Company company =
                    new Company(new Link.Ground(loop, tally, plan.places().tls()), script);
            company.gather();
            connect(loop, company);
            Traffic traffic = new Traffic(loop, company);
            LoadReport report = traffic.measure();
            company.leave();
            long end = loop.now() + GOOD_BYE;
            while (!company.isGone() && loop.now() < end) {
                loop.turn(10);
            }
            return report;
        }
    }

    private void connect(Loop loop, Company company) throws IOException, LoadFailure {
        long end = loop.now() + PATIENCE;
        while (!company.isComplete()) {
            String refusal = company.refusal();
            if (refusal != null || loop.now() > end || stopped) {
                throw new LoadFailure(company.whoIsThere() + (refusal == null ? "" : "; " + refusal));
            }
            loop.turn(10);
        }
    }

    /** The time between the capabilities exchange and the good-bye. */
    private final class Traffic {
        private final Loop loop;
        private final Company company;
        private final Pace pace = plan.pace();
        private final Schedule schedule = new Schedule(plan.pace());
        private final long begin;
        private final long from;
        private long until;
        private long nextLook;
        private long nextDue;

        Traffic(Loop loop, Company company) {
            this.loop = loop;
            this.company = company;
            this.begin = loop.now();
            this.from = begin + pace.warmUp().toNanos();
            this.until = from + pace.duration().toNanos();
        }

        LoadReport measure() throws IOException {
            tally.dueWindow(from, until);
            if (!pace.isOpen()) {
                fillWindows();
            }
            sendUntil(from);
            long start = loop.now();
            ProcessUsage relayBefore = instruments.relay();
            long ownBefore = instruments.ownCpu();
            tally.answerWindow(start, until);
            sendUntil(until);
            long end = loop.now();
            until = Math.min(until, end);
            tally.answerWindow(start, until);
            ProcessUsage relayAfter = instruments.relay();
            double own = (instruments.ownCpu() - ownBefore) / SECOND;
            company.clients().forEach(client -> client.keepWindowFull(false));
            long unsent = pace.isOpen() ? sendRest() : 0;
            drain();
            ProcessUsage relay =
                    new ProcessUsage(relayAfter.cpuSeconds() - relayBefore.cpuSeconds(), relayAfter.residentKib());
            return report(Math.max(1, until - start) / SECOND, unsent, new Cost(relay, own));
        }

        private void fillWindows() {
            long now = loop.now();
            for (Client client : company.clients()) {
                client.keepWindowFull(true);
                client.lookForLost(now, pace.timeout().toNanos());
            }
            loop.flush();
        }

        private void sendUntil(long end) throws IOException {
            long now = loop.now();
            while (now < end && !stopped && !company.isBroken()) {
                if (pace.isOpen()) {
                    issueDue(now);
                    loop.flush();
                }
                loop.turn(patience(end));
                now = loop.now();
                lookForLost(now);
            }
        }

        /**
         * Milliseconds until something has to be done. A rate is kept by looking again and again: the clock of a selector is
         * coarser than the distance of requests. It gives way in between, in case the relay has to run on the same processor.
         */
        @SuppressWarnings("ThreadPriorityCheck")
        private long patience(long end) {
            if (!pace.isOpen()) {
                return 10;
            }
            long now = loop.now();
            if (Math.min(nextDue, end) - now > 2 * MILLI) {
                return 1;
            }
            Thread.yield();
            return 0;
        }

        private void issueDue(long now) {
            long next = Long.MAX_VALUE;
            int clients = company.clients().size();
            for (int i = 0; i < clients; i++) {
                Client client = company.clients().get(i);
                long due = due(client, i, clients);
                while (due <= now && due < until && client.issue(due)) {
                    due = due(client, i, clients);
                }
                next = Math.min(next, due);
            }
            nextDue = next;
        }

        private long due(Client client, int number, int clients) {
            return begin + schedule.due(client.issued() * clients + number);
        }

        /** Sends what was due while this thread did something else; how many that were due could not be sent. */
        private long sendRest() {
            issueDue(until);
            loop.flush();
            long unsent = 0;
            int clients = company.clients().size();
            for (int i = 0; i < clients; i++) {
                Client client = company.clients().get(i);
                long n = client.issued();
                while (begin + schedule.due(n * clients + i) < until) {
                    n++;
                }
                unsent += n - client.issued();
            }
            return unsent;
        }

        private void lookForLost(long now) {
            if (now - nextLook >= 0) {
                nextLook = now + LOOK;
                for (Client client : company.clients()) {
                    client.lookForLost(now, pace.timeout().toNanos());
                }
            }
        }

        /** Waits for answers that are still to come; what then is missing is lost. */
        private void drain() throws IOException {
            long end = loop.now() + Math.min(PATIENCE, pace.timeout().toNanos());
            while (company.waiting() > 0 && loop.now() < end && !company.isBroken()) {
                loop.turn(10);
                lookForLost(loop.now());
            }
            tally.lost += company.waiting();
        }

        private LoadReport report(double seconds, long unsent, Cost cost) {
            Counts counts = new Counts(
                    tally.sent,
                    tally.answered,
                    tally.answeredInTime,
                    tally.lost,
                    tally.late,
                    unsent,
                    tally.retransmitted,
                    script.request(0).length());
            return new LoadReport(seconds, counts, tally.latency, tally.errors, tally.faults, tally.protections, cost);
        }
    }
}
