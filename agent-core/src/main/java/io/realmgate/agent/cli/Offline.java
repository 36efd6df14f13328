package io.realmgate.agent.cli;

import io.realmgate.agent.OfflineAgent;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.routing.check.Severity;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The files of a command that asks what an agent with them would do. */
final class Offline {
    private Offline() {}

    /** The agent of these files; null when they have errors, which are then printed. */
    static @Nullable OfflineAgent agent(ConfigOption config, PrintWriter err) {
        return agent(config.load(), err);
    }

    static @Nullable OfflineAgent agent(ConfigOption.Loaded loaded, PrintWriter err) {
        AgentSettings settings = loaded.settings();
        CheckedSet set = loaded.set().set();
        if (settings != null && set != null) {
            return new OfflineAgent(settings, set);
        }
        loaded.diagnostics().stream()
                .filter(d -> d.severity() == Severity.ERROR)
                .forEach(d -> err.println(d.text()));
        err.flush();
        return null;
    }

    /** The peers of {@code --down}. */
    static Set<String> down(Collection<String> names, OfflineAgent agent, CommandLine line) {
        return down(names, List.of(agent), line);
    }

    /** The same, where one of several sets has to know each. */
    static Set<String> down(Collection<String> names, List<OfflineAgent> agents, CommandLine line) {
        Set<String> down = new TreeSet<>();
        for (String name : names) {
            String identity = name.toLowerCase(Locale.ROOT);
            if (agents.stream().noneMatch(agent -> agent.hasPeer(identity))) {
                throw new CommandLine.ParameterException(line, "--down " + name + ": no such peer in peers.conf");
            }
            down.add(identity);
        }
        return down;
    }
}
