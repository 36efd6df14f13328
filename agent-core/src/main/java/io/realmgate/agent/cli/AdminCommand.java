package io.realmgate.agent.cli;

import io.realmgate.agent.cli.admin.AdminClient;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.routing.check.Severity;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks the running agent by its admin HTTP server, which agent.conf says where to find. */
abstract class AdminCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final Integer call() throws InterruptedException {
        var line = java.util.Objects.requireNonNull(spec).commandLine();
        PrintWriter err = line.getErr();
        ConfigOption.Loaded loaded = config.load();
        AgentSettings settings = loaded.settings();
        if (settings == null) {
            loaded.diagnostics().stream()
                    .filter(d -> d.severity() == Severity.ERROR)
                    .forEach(d -> err.println(d.text()));
            return ExitCodes.INVALID;
        }
        AdminClient admin = new AdminClient(settings.admin());
        try {
            return ask(admin, line.getOut(), err);
        } catch (IOException | DecodeException e) {
            err.println("the agent does not answer at " + admin.base() + " (agent.admin of agent.conf): " + e);
            return ExitCodes.ADMIN_UNREACHABLE;
        } finally {
            line.getOut().flush();
            err.flush();
        }
    }

    /** Asks and prints; the result is the exit status. */
    abstract int ask(AdminClient admin, PrintWriter out, PrintWriter err) throws IOException, InterruptedException;
}
