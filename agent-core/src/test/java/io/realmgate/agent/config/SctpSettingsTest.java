package io.realmgate.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.EventLoops;
import io.realmgate.agent.ThisMachine;
import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.reload.SetReader;
import io.realmgate.agent.transport.SctpSupport;
import io.realmgate.routing.check.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SCTP in the files, on machines that have it and on those that have not. */
class SctpSettingsTest {
    private static final Machine WITHOUT = transport ->
            transport == TransportKind.SCTP ? new Machine.Lack("the kernel has no SCTP", "load its module") : null;

    @TempDir
    Path directory = Path.of("");

    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private List<ListenAddress> listen(Machine machine, String entry) {
        String text = "agent {\n identity = a.example\n realm = example\n listen = [\n  " + entry + "\n ]\n}\n";
        AgentSettings settings = AgentSettingsReader.read("agent.conf", text, machine, diagnostics);
        return settings == null ? List.of() : settings.listen();
    }

    private List<String> said() {
        return diagnostics.stream().map(Diagnostic::text).toList();
    }

    @Test
    void aListenerHasSeveralAddressesOrAll() {
        List<ListenAddress> two =
                listen(Machine.ANY, "{ transport = sctp, hosts = [ \"10.1.0.1\", \"2001:db8::1\" ], port = 3868 }");
        assertThat(two).singleElement().satisfies(address -> {
            assertThat(address.transport()).isEqualTo(TransportKind.SCTP);
            assertThat(address.hosts()).containsExactly("10.1.0.1", "2001:db8::1");
            assertThat(address).hasToString("sctp://10.1.0.1,[2001:db8::1]:3868");
        });
        assertThat(listen(Machine.ANY, "{ transport = sctp, host = \"10.1.0.1\", port = 1 }")
                        .get(0)
                        .hosts())
                .containsExactly("10.1.0.1");
        assertThat(listen(Machine.ANY, "{ transport = SCTP, port = 1 }").get(0).hosts())
                .containsExactly("0.0.0.0");
        assertThat(said()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { transport = sctp, hosts = [ here.example ], port = 1 } | "here.example" is no address
            { transport = sctp, hosts = [], port = 1 } | "hosts" is empty
            { transport = sctp, hosts = [ "10.1.0.1", "0.0.0.0" ], port = 1 } | stands for all addresses already
            { transport = sctp, host = "10.1.0.1", hosts = [ "10.1.0.1" ], port = 1 } | say the same twice
            { transport = sctp, port = 70000 } | must be from 0 to 65535
            { transport = sctp, port = 1, tls = default } | DTLS over SCTP (RFC 6083) is out of Java's reach
            { transport = sctp, port = 1, prot = 2 } | unknown key "listen.prot"
            { transport = tcp, hosts = [ "10.1.0.1" ], host = "10.1.0.1", port = 1 } | unknown key "listen.hosts"
            """)
    void aMistakeHasItsPlace(String entry, String text) {
        assertThat(listen(Machine.ANY, entry)).isEmpty();
        assertThat(said())
                .singleElement()
                .asString()
                .startsWith("agent.conf:5: ")
                .contains(text);
    }

    @Test
    void whatToDoInsteadOfDtlsIsSaid() {
        listen(Machine.ANY, "{ transport = sctp, port = 1, tls = default }");
        assertThat(said()).singleElement().asString().contains("IPsec", "transport tls");
    }

    @Test
    void aListenerWithoutKernelSupportIsAnError() {
        assertThat(listen(WITHOUT, "{ transport = sctp, port = 3868 }")).isEmpty();
        assertThat(said())
                .containsExactly(
                        "agent.conf:5: transport sctp cannot be used: the kernel has no SCTP (load its module)");
    }

    @Test
    void whoDoesNotUseSctpIsNotAsked() throws IOException {
        Machine asked = transport -> {
            throw new AssertionError("asked for " + transport);
        };
        assertThat(listen(asked, "{ transport = tcp, host = \"127.0.0.1\", port = 1 }"))
                .hasSize(1);
        assertThat(read(asked, "tcp://10.1.0.11:3868").set()).isNotNull();
    }

    private SetReader.Outcome read(Machine machine, String connect) throws IOException {
        Files.writeString(
                directory.resolve("peers.conf"),
                "peers = [\n { identity = hss1.home.example, realm = home.example, connect = \"" + connect
                        + "\" }\n]\n");
        return new SetReader(directory, machine, null).read();
    }

    @Test
    void aPeerWithoutKernelSupportKeepsTheSetFromComingIntoForce() throws IOException {
        assertThat(read(Machine.ANY, "sctp://10.1.0.11:3868").set()).isNotNull();
        SetReader.Outcome refused = read(WITHOUT, "sctp://10.1.0.11:3868");
        assertThat(refused.set()).isNull();
        assertThat(refused.diagnostics())
                .extracting(Diagnostic::text)
                .anyMatch(text -> text.contains("peers.conf:2: transport sctp cannot be used: the kernel has no SCTP"));
    }

    @Test
    void thisMachineSaysWhatItsKernelSays() {
        assertThat(new ThisMachine().lacks(TransportKind.TCP)).isNull();
        assertThat(new ThisMachine().lacks(TransportKind.SCTP) == null)
                .isEqualTo(SctpSupport.missing().isEmpty());
    }

    @Test
    void loopsAreTheFastOnesUnlessAFileNamesSctp() {
        ThisMachine plain = new ThisMachine();
        plain.lacks(TransportKind.TCP);
        assertThat(plain.eventLoops()).isEqualTo(EventLoops.NATIVE);
        ThisMachine named = new ThisMachine();
        named.lacks(TransportKind.SCTP);
        assertThat(named.eventLoops()).isEqualTo(EventLoops.PORTABLE);
        assertThat(named.lacks(TransportKind.SCTP) == null)
                .isEqualTo(SctpSupport.missing().isEmpty());
    }

    @Test
    void aReloadThatNamesSctpFirstIsToldToRestart() throws IOException {
        ThisMachine machine = new ThisMachine();
        assertThat(read(machine, "tcp://10.1.0.11:3868").set()).isNotNull();
        machine.eventLoops();
        SetReader.Outcome refused = read(machine, "sctp://10.1.0.11:3868");
        assertThat(refused.set()).isNull();
        assertThat(refused.diagnostics())
                .extracting(Diagnostic::text)
                .anyMatch(
                        text -> text.endsWith(
                                "peers.conf:2: transport sctp cannot be used: the agent runs event loops"
                                        + " without it, because no file named it at the start (restart the agent with these files)"));
    }
}
