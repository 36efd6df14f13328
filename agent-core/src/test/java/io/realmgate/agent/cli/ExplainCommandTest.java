package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplainCommandTest {
    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private List<String> options = List.of();

    private int explain(String... fields) throws IOException {
        Path agent = directory.resolve("agent.conf");
        Files.writeString(agent, "agent { identity = A.test, realm = test }");
        Files.writeString(directory.resolve("peers.conf"), """
                peers = [ { identity = b.test, realm = b, role = home } ]
                accept = [ { identity = "*.c.test", realm = c, group = cs, role = partner,
                             may-send { origin-realms = c, destination-realms = [ b, d ] } } ]
                groups { bs { select = consistent-hash, key = user-name, members = [ b.test ], last-resort = x.c.test } }
                """);
        Files.createDirectories(directory.resolve("rules"));
        Files.writeString(directory.resolve("rules/a.conf"), """
                rules = [
                  { name = one, match { from = cs }, action = reject, result = 3002 }
                  { name = two, match { destination-host = self }, action = relay, to = b.test }
                  { name = hashed, match { destination-realm = hashed }, action = relay, to = bs }
                  { name = three, match { destination-host = known }, action = relay, to = b.test }
                ]
                """);
        List<String> args = new ArrayList<>(List.of("--config", agent.toString()));
        for (String field : fields) {
            args.add("--field");
            args.add(field);
        }
        args.addAll(options);
        return new CommandLine(new ExplainCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args.toArray(String[]::new));
    }

    @Test
    void theRuleOfTheFilesAndThoseBeforeIt() throws IOException {
        assertThat(explain("from=b.test", "application=S6a", "command=ULR", "destination-host=a.TEST"))
                .isEqualTo(ExitCodes.OK);
        assertThat(out.toString().lines().toList()).hasSize(5);
        assertThat(out.toString())
                .contains("rule \"one\" (")
                .contains("rules/a.conf:2) does not match: destination-host: self, wanted any but this agent")
                .contains("rules/a.conf:3) relays it to b.test");
    }

    @Test
    void aPeerThatAPatternAdmitsIsInItsGroup() throws IOException {
        explain("from=x.c.test", "application=S6a", "command=ULR", "destination-realm=b");
        assertThat(out.toString()).contains("rule \"one\"").contains("rejects it with 3002");
    }

    @Test
    void whatThePeerMaySendIsSaidFirst() throws IOException {
        explain("from=x.c.test", "application=S6a", "command=ULR", "origin-realm=C", "destination-realm=d");
        assertThat(out.toString()).startsWith("it comes from x.c.test\n").doesNotContain("not let in");
        explain("from=x.c.test", "application=S6a", "command=ULR", "origin-realm=d", "destination-realm=d");
        assertThat(out.toString()).contains("not let in: its Origin-Realm is not in may-send\n");
        explain("from=x.c.test", "application=S6a", "command=ULR", "origin-realm=c", "destination-realm=e");
        assertThat(out.toString()).contains("not let in: its Destination-Realm, or");
    }

    @Test
    void howTheGroupChooses() throws IOException {
        explain("from=b.test", "application=S6a", "command=ULR", "destination-realm=hashed");
        assertThat(out.toString().lines().toList())
                .contains(
                        "among members of one priority, \"bs\" chooses: consistent-hash by user-name; when nobody of it can"
                                + " take the request, x.c.test");
    }

    @Test
    void noRuleMatches() throws IOException {
        explain("from=b.test", "application=S6a", "command=ULR", "destination-realm=b");
        assertThat(out.toString().lines().filter(line -> line.contains("does not match")))
                .hasSize(4);
        assertThat(out.toString()).contains("no rule decides");
    }

    @Test
    void anUnclearQuestionIsAWrongCommandLine() throws IOException {
        assertThat(explain("from=b.test", "application=S6q", "command=ULR")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("unknown application \"S6q\"");
    }

    @Test
    void peersCountAsConnectedUnlessTheyAreDown() throws IOException {
        String[] fields = {"from=x.c.test", "application=S6a", "command=ULR", "destination-host=b.test"};
        explain(fields);
        assertThat(out.toString()).contains("rejects it with 3002");
        out.getBuffer().setLength(0);
        options = List.of("--down", "B.test");
        explain("from=y.test", "application=S6a", "command=ULR", "destination-realm=b");
        assertThat(out.toString()).contains("  b.test: not connected").contains("it is answered with 3002");
        options = List.of("--down", "nobody.test");
        assertThat(explain(fields)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--down nobody.test: no such peer");
    }

    @Test
    void beforeAMessageThereAreNoOtherFields() throws IOException {
        options = List.of("--hex", "00");
        assertThat(explain("application=S6a")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("there are only the fields from, asked-by, listener");
        assertThat(explain("from=b.test")).isEqualTo(ExitCodes.INVALID);
        assertThat(err.toString()).contains("--hex: offset 0: 1 octets left");
    }
}
