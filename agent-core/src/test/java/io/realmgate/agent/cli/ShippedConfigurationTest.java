package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.config.Machine;
import io.realmgate.agent.reload.SetReader;
import io.realmgate.routing.check.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShippedConfigurationTest {
    private static final Path CONF = Path.of("../conf");

    @Test
    void hasNoErrorsAndNoWarnings() throws IOException {
        List<Diagnostic> diagnostics = new ArrayList<>();
        Path agent = CONF.resolve("agent.conf");
        assertThat(AgentSettingsReader.read("agent.conf", Files.readString(agent), diagnostics))
                .isNotNull();
        diagnostics.addAll(new SetReader(CONF, Machine.ANY, Set.of()).read().diagnostics());
        assertThat(diagnostics).isEmpty();
    }
}
