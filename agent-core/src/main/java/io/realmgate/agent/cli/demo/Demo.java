package io.realmgate.agent.cli.demo;

import io.realmgate.agent.cli.admin.AdminClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** Starts the agent and both realms, plays the scenes, and ends them in order. Of one thread, which it blocks. */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path home;
    private final Screen screen;

    /**
     * A demo of one installation.
     *
     * @param home the directory with {@code conf} and {@code scripts/agent}
     */
    public Demo(Path home, PrintWriter out) {
        this.home = home;
        this.screen = new Screen(out);
    }

    /**
     * Plays it; true when all went well. With {@code stay} it waits before the ending until its thread is interrupted.
     *
     * @throws InterruptedException interrupted at another moment; it has cleaned up
     */
    public boolean play(boolean stay) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (WorkingCopy conf = WorkingCopy.of(home.resolve("conf"))) {
            DemoLayout layout = DemoLayout.read(conf);
            layout.checkPorts();
            try (Cast cast = new Cast(layout);
                    AgentProcess agent = AgentProcess.start(home, conf)) {
                scenes(layout, conf, cast, agent);
                if (stay) {
                    screen.line(seconds(begun) + ". It stays until you press Ctrl-C.");
                    suggestions(layout, conf);
                    awaitInterrupt();
                }
                ending(cast, agent);
            }
        } catch (DemoFailure e) {
            screen.failure(String.valueOf(e.getMessage()));
        }
        screen.line((screen.allWell() ? "All went well, " : "NOT ALL WENT WELL, ") + seconds(begun) + ".");
        return screen.allWell();
    }

    private void scenes(DemoLayout layout, WorkingCopy conf, Cast cast, AgentProcess agent)
            throws DemoFailure, IOException, InterruptedException {
        AdminClient admin = new AdminClient(layout.agent().admin());
        long begun = System.nanoTime();
        screen.line("1. scripts/agent run --config agent.conf, in a copy of conf/");
        agent.awaitReady(admin, PATIENCE);
        screen.line(String.format(
                Locale.ROOT,
                "   %s is ready after %.1f s: Diameter on %s:%d, admin on %s",
                layout.agent().identity(),
                (System.nanoTime() - begun) / 1e9,
                layout.listen().host(),
                layout.listen().port(),
                admin.base()));
        cast.connect();
        peers(layout, admin);
        RelayScenes relay = new RelayScenes(screen, cast, layout);
        relay.fromVisited();
        relay.fromHome();
        relay.oneWay();
        new ReloadScene(screen, cast, layout, conf, admin).play();
    }

    private void peers(DemoLayout layout, AdminClient admin) throws IOException, InterruptedException {
        StringBuilder open = new StringBuilder();
        int count = 0;
        var peers = admin.get("/v1/peers").body().getJsonArray("peers");
        for (int i = 0; i < peers.size(); i++) {
            var peer = peers.getJsonObject(i);
            if (peer.getString("state").equals("OPEN")) {
                open.append(count == 0 ? "" : ", ")
                        .append(Screen.label(peer.getString("identity")))
                        .append(" (")
                        .append(peer.getString("direction"))
                        .append(')');
                count++;
            }
        }
        screen.check(count == layout.servers().size() + 1, "open peers: " + open);
    }

    private void suggestions(DemoLayout layout, WorkingCopy conf) {
        String admin = new AdminClient(layout.agent().admin()).base();
        screen.line("   scripts/agent simulate client --send ULR,CCR --connect "
                + layout.listen().host() + ':' + layout.listen().port());
        screen.line("   curl " + admin + "/v1/peers");
        screen.line("   curl -X POST " + admin + "/v1/rules/reload     (edit " + conf.directory() + "/rules first)");
    }

    private void ending(Cast cast, AgentProcess agent) throws DemoFailure, InterruptedException {
        int code = agent.stop(PATIENCE);
        long partings = cast.partings();
        screen.line("6. SIGTERM: the agent waits for what is under way and parts from its peers");
        screen.check(
                code == 0 && partings == cast.servers().size() + 1,
                "exit code " + code + ", " + partings + " peers disconnected by DPR");
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // What it waited for; it is not passed on, because the ending has to wait too.
            return;
        }
    }

    private static String seconds(long begun) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begun) / 1e9);
    }
}
