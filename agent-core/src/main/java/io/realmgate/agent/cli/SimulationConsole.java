package io.realmgate.agent.cli;

import io.realmgate.agent.decode.MessageText;
import io.realmgate.agent.simulate.Exchanged;
import io.realmgate.agent.simulate.NodeCounts;
import io.realmgate.agent.simulate.NodeListener;
import io.realmgate.agent.simulate.Tour;
import io.realmgate.agent.simulate.Traffic;
import io.realmgate.agent.simulate.message.BaseAvps;
import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Result;
import io.realmgate.routing.dictionary.Dictionary;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Prints what a simulated node does, a line for each event. Thread-safe. */
final class SimulationConsole implements NodeListener, Tour.Guest {
    private final PrintWriter out;
    private final boolean verbose;
    private final boolean quiet;
    private final Dictionary dictionary = Dictionary.standard();
    private final MessageText messages = new MessageText(dictionary);
    private String lastFailure = "";
    private BiConsumer<CapturedMessage, CapturedMessage> afterAnswer = (request, answer) -> {};
    private long bad;

    SimulationConsole(PrintWriter out, NodeOptions options) {
        this.out = out;
        this.verbose = options.verbose;
        this.quiet = options.quiet;
    }

    /** Requests that were answered with an error or not at all. */
    synchronized long bad() {
        return bad;
    }

    /** Has {@code action} run after each answer that the node gives. */
    synchronized void afterAnswer(BiConsumer<CapturedMessage, CapturedMessage> action) {
        afterAnswer = action;
    }

    /** Prints what became of traffic; {@code counts} are those of its node. */
    synchronized void summary(Traffic.Report report, NodeCounts counts) {
        line(report.sent() + " sent, " + report.answered() + " answered, " + report.unanswered() + " not, "
                + counts.answeredTwice() + " twice, " + (counts.answersWithoutRequest() - counts.answeredTwice())
                + " late or unasked");
        report.byRequest()
                .forEach((request, results) -> line(String.format(Locale.ROOT, "%-22s %s", request, results)));
        line("by server " + report.byServer());
        line(String.format(
                Locale.ROOT,
                "waited %.1f ms (50 %%), %.1f ms (99 %%), %.1f ms (longest)",
                report.times().within(0.5) / 1e6,
                report.times().within(0.99) / 1e6,
                report.times().longest() / 1e6));
        long good = report.byResult().entrySet().stream()
                .filter(e -> e.getKey() / 1000 == 2)
                .mapToLong(e -> e.getValue())
                .sum();
        bad += report.sent() - good + counts.answersWithoutRequest();
    }

    @Override
    public synchronized void opened(String peer, String address) {
        lastFailure = "";
        line("connected to " + peer + " at " + address);
    }

    @Override
    public synchronized void failed(String address, String reason) {
        // Every attempt fails the same way; once is enough.
        if (!reason.equals(lastFailure)) {
            line("not connected to " + address + ": " + reason);
        }
        lastFailure = reason;
    }

    @Override
    public synchronized void closed(String peer, boolean orderly, String reason) {
        line("disconnected from " + peer + ": " + reason);
    }

    @Override
    public synchronized void received(CapturedMessage request) {
        if (!quiet) {
            List<String> way = request.texts(BaseAvps.ROUTE_RECORD);
            line("received " + name(request) + " from " + request.text(BaseAvps.ORIGIN_HOST)
                    + (way.isEmpty() ? "" : ", Route-Record " + String.join(", ", way))
                    + String.format(", end-to-end %08x", request.view().endToEnd())
                    + (request.view().isRetransmitted() ? ", T bit" : ""));
            full(request);
        }
    }

    @Override
    public synchronized void answered(CapturedMessage request, CapturedMessage answer) {
        if (!quiet) {
            line("answered " + name(request) + " with " + text(answer.result()));
            full(answer);
        }
        afterAnswer.accept(request, answer);
    }

    @Override
    public synchronized void answered(Exchanged exchanged) {
        CapturedMessage answer = exchanged.answer();
        if (!answer.result().isSuccess()) {
            bad++;
        }
        full(exchanged.request());
        line(String.format(
                Locale.ROOT,
                "%-22s %s from %s in %.1f ms",
                exchanged.exchange().qualifiedName(),
                text(answer.result()),
                answer.text(BaseAvps.ORIGIN_HOST),
                exchanged.nanos() / 1e6));
        full(answer);
    }

    @Override
    public synchronized void unanswered(Exchange exchange, String reason) {
        bad++;
        line(String.format(Locale.ROOT, "%-22s %s", exchange.qualifiedName(), reason));
    }

    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    private void full(CapturedMessage message) {
        if (verbose) {
            out.print(messages.of(message.view()).indent(4));
            out.flush();
        }
    }

    private String name(CapturedMessage message) {
        int application = message.view().application();
        int command = message.view().command();
        String name =
                dictionary.commandName(command, application, message.view().isRequest());
        String named = dictionary.applicationName(application);
        return (named == null ? Integer.toUnsignedString(application) : named)
                + '/'
                + (name == null ? String.valueOf(command) : name);
    }

    /** A result with its name, such as {@code 2001 DIAMETER_SUCCESS}. */
    private String text(Result result) {
        String name = result.vendor() == 0
                ? dictionary.resultCodeName(result.code())
                : dictionary.experimentalResultCodeName(result.vendor(), result.code());
        return result.code() + (name == null ? "" : " " + name);
    }
}
