package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.config.Machine;
import io.realmgate.agent.reload.SetReader;
import io.realmgate.routing.check.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedConfigurationTest {
    private static final Path CONF = Path.of("../conf");

    @Test
    void hasNoErrorsAndNoWarnings() throws IOException {
        List<Diagnostic> diagnostics = new ArrayList<>();
        Path agent = CONF.resolve("agent.conf");
        AgentSettings settings = AgentSettingsReader.read("agent.conf", Files.readString(agent), diagnostics);
        assertThat(settings).isNotNull();
        diagnostics.addAll(new SetReader(CONF, Machine.ANY, settings).read().diagnostics());
        assertThat(diagnostics).isEmpty();
    }
}
