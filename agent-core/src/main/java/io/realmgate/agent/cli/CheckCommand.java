package io.realmgate.agent.cli;

import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Severity;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: the same checks as start-up and reload, without a port or a connection. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks agent.conf, peers.conf and rules; exits with 1 on errors, 3 on warnings only.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        ConfigOption.Loaded loaded = config.load();
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        List<Diagnostic> diagnostics = loaded.diagnostics();
        diagnostics.forEach(d -> out.println(d.text()));
        long errors =
                diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).count();
        var set = loaded.set().set();
        if (errors == 0 && set != null) {
            out.println("ok: " + set.peers().size() + " peers, " + set.accepts().size() + " accept patterns, "
                    + set.directory().groups().size() + " groups, "
                    + set.table().rules().size() + " rules"
                    + (diagnostics.isEmpty() ? "" : ", " + diagnostics.size() + " warnings"));
        } else {
            out.println(errors + (errors == 1 ? " error" : " errors"));
        }
        out.flush();
        return errors > 0 ? ExitCodes.INVALID : diagnostics.isEmpty() ? ExitCodes.OK : ExitCodes.LINTS_ONLY;
    }
}
