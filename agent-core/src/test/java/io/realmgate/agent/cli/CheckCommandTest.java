package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();

    private int check(String rules) throws IOException {
        Path agent = directory.resolve("agent.conf");
        Files.writeString(agent, "agent { identity = a.test, realm = test }");
        Files.createDirectories(directory.resolve("rules"));
        Files.writeString(directory.resolve("rules/a.conf"), rules);
        return new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(out))
                .execute("--config", agent.toString(), "--json");
    }

    @Test
    void jsonNamesPlaceAndHint() throws IOException {
        int status = check("rules = [\n{ name = a, action = rejekt, result = 3002 } ]");
        assertThat(status).isEqualTo(ExitCodes.INVALID);
        JsonObject json = new JsonObject(out.toString());
        assertThat(json.getBoolean("ok")).isFalse();
        JsonObject one = json.getJsonArray("diagnostics").getJsonObject(0);
        assertThat(one.getString("file")).endsWith("a.conf");
        assertThat(one.getInteger("line")).isEqualTo(2);
        assertThat(one.getString("severity")).isEqualTo("ERROR");
        assertThat(one.getString("hint")).contains("reject");
    }

    @Test
    void aDirectoryStandsForItsAgentConf() {
        CommandLine line = new CommandLine(new CheckCommand()).setOut(new PrintWriter(out));
        assertThat(line.execute("--config", "../conf")).isEqualTo(ExitCodes.OK);
        assertThat(line.execute("--config", directory.toString())).isEqualTo(ExitCodes.INVALID);
        assertThat(out.toString())
                .contains(directory.resolve("agent.conf") + ": there is no such file (give another with --config)");
    }

    @Test
    void jsonOfARightSet() throws IOException {
        check("rules = [ { name = a, match { application = S6a }, action = reject, result = 3002 } ]");
        assertThat(new JsonObject(out.toString()).getBoolean("ok")).isTrue();
    }
}
