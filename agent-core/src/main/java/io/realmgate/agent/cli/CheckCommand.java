package io.realmgate.agent.cli;

import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.check.Severity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: the same checks as start-up and reload, without a port or a connection. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks agent.conf, peers.conf and rules; exits with 1 on errors, 3 on warnings only.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "prints one JSON object, for editors and CI")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        ConfigOption.Loaded loaded = config.load();
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        List<Diagnostic> diagnostics = loaded.diagnostics();
        boolean failed = diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
        if (json) {
            out.println(json(failed, diagnostics).encodePrettily());
        } else {
            diagnostics.forEach(d -> out.println(d.text()));
            out.println(summary(loaded.set().set(), diagnostics));
        }
        out.flush();
        return failed ? ExitCodes.INVALID : diagnostics.isEmpty() ? ExitCodes.OK : ExitCodes.LINTS_ONLY;
    }

    private static JsonObject json(boolean failed, List<Diagnostic> diagnostics) {
        JsonArray array = new JsonArray();
        diagnostics.forEach(d -> array.add(new JsonObject(d.fields())));
        return new JsonObject().put("ok", !failed).put("diagnostics", array);
    }

    private static String summary(@Nullable CheckedSet set, List<Diagnostic> diagnostics) {
        long errors =
                diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).count();
        if (errors > 0 || set == null) {
            return errors + (errors == 1 ? " error" : " errors");
        }
        return "ok: " + set.peers().size() + " peers, " + set.accepts().size() + " accept patterns, "
                + set.directory().groups().size() + " groups, "
                + set.table().rules().size() + " rules"
                + (diagnostics.isEmpty() ? "" : ", " + diagnostics.size() + " warnings");
    }
}
