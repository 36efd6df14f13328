package io.realmgate.agent.cli.demo;

import io.realmgate.agent.cli.admin.AdminClient;
import io.realmgate.agent.simulate.NodeCounts;
import io.realmgate.agent.simulate.OutgoingRequest;
import io.realmgate.agent.simulate.OutgoingRequest.Destination;
import io.realmgate.agent.simulate.Traffic;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.simulate.message.Subscriber;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A mistake and a change in a rule file, both while requests flow. */
final class ReloadScene {
    private static final String FILE = "rules/50-home.conf";
    private static final String RULE = "to     = hss }";
    private static final Traffic.Pace PACE = new Traffic.Pace(2_000, 200, Long.MAX_VALUE);
    private static final String FLOW = "the flow of ULRs";
    /** Requests that are awaited before and after the change. */
    private static final long ENOUGH = 1_000;

    private final Screen screen;
    private final Cast cast;
    private final DemoLayout layout;
    private final WorkingCopy conf;
    private final AdminClient admin;

    ReloadScene(Screen screen, Cast cast, DemoLayout layout, WorkingCopy conf, AdminClient admin) {
        this.screen = screen;
        this.cast = cast;
        this.layout = layout;
        this.conf = conf;
        this.admin = admin;
    }

    void play() throws DemoFailure, IOException, InterruptedException {
        screen.line("5. " + FILE + " is edited while ULRs flow, " + PACE.perSecond() + " a second");
        String first = layout.servers().get(0).identity();
        String second = layout.servers().get(1).identity();
        long twiceBefore = cast.client().counts().answersWithoutRequest();
        Exchange ulr = Exchanges.named("ULR", Side.CLIENT).get(0);
        Destination home = Destination.realm(layout.servers().get(0).realm());
        Traffic traffic =
                new Traffic(cast.client(), n -> OutgoingRequest.of(ulr, new Subscriber(n % 1_000_000), home), PACE);
        Future<Traffic.Report> end = traffic.start();
        Traffic.Report before = Cast.await(traffic.when(r -> r.answered() >= ENOUGH), FLOW);

        mistake();
        long begun = System.nanoTime();
        conf.edit(FILE, "hs }", second + " }");
        AdminClient.Reply changed = admin.post("/v1/rules/reload");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        Traffic.Report atChange = traffic.report();
        screen.check(
                changed.status() == 200,
                "a change, \"to = " + second + "\": " + changed.status() + ", generation "
                        + changed.body().getInteger("generation") + " in force after " + millis + " ms");

        // Requests that were under way at the change finish on the rules they started with.
        long underWay = atChange.sent() + PACE.window();
        Traffic.Report settled = Cast.await(traffic.when(r -> r.answered() >= underWay), FLOW);
        long enough = settled.answered() + ENOUGH;
        Traffic.Report after = Cast.await(traffic.when(r -> r.answered() >= enough), FLOW);
        traffic.stop();
        Traffic.Report all = Cast.await(end, "the last answers");
        long fromFirst = after.from(first) - settled.from(first);
        long fromSecond = after.from(second) - settled.from(second);
        screen.check(
                before.from(second) == 0 && before.from(first) > 0 && fromFirst == 0 && fromSecond > 0,
                String.format(
                        Locale.ROOT,
                        "answers before: %s %,d, %s %,d;  after: %s %,d, %s %,d",
                        Screen.label(first),
                        before.from(first),
                        Screen.label(second),
                        before.from(second),
                        Screen.label(first),
                        fromFirst,
                        Screen.label(second),
                        fromSecond));
        account(all, twiceBefore);
    }

    private void mistake() throws DemoFailure, IOException, InterruptedException {
        conf.edit(FILE, RULE, "to     = hs }");
        AdminClient.Reply refused = admin.post("/v1/rules/reload");
        var diagnostics = refused.body().getJsonArray("diagnostics");
        String text = diagnostics == null || diagnostics.isEmpty()
                ? "no diagnostics"
                : conf.named(diagnostics.getJsonObject(0).getString("text"));
        screen.check(
                refused.status() == 422 && text.contains("did you mean"),
                "a mistake, \"to = hs\": " + refused.status() + ", the rules in force stay:");
        screen.line("     " + text);
    }

    private void account(Traffic.Report all, long twiceBefore) {
        NodeCounts counts = cast.client().counts();
        long twice = counts.answersWithoutRequest() - twiceBefore;
        long good = all.byResult().getOrDefault(2001, 0L);
        screen.check(
                all.unanswered() == 0 && good == all.sent() && twice == 0,
                String.format(
                        Locale.ROOT,
                        "%,d sent, %,d answered with 2001, %,d lost, %,d answered twice; slowest %.1f ms",
                        all.sent(),
                        good,
                        all.sent() - all.answered(),
                        twice,
                        all.times().longest() / 1e6));
    }
}
