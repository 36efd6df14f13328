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
        Files.writeString(
                agent,
                "agent { identity = A.test, realm = test, listen = [ { name = roaming, transport = tcp, host = \"127.0.0.1\", port = 13868 } ] }");
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
                  { name = radio, match { avp { path = RAT-Type, equals = 1004 } }, action = reject, result = 5002 }
                  { name = subscription, action = reject, result = 5003
                    match { avp { path = "Subscription-Id[Subscription-Id-Type=1].Subscription-Id-Data", equals = "a=b" } } }
                  { name = own, match { visited-plmn = "001-01", avp { path = "99999:1", equals = text } }, action = reject, result = 5004 }
                  { name = roamers, match { listener = roaming }, action = reject, result = 5005 }
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
                .hasSize(8);
        assertThat(out.toString()).contains("no rule decides");
    }

    @Test
    void anUnclearQuestionIsAWrongCommandLine() throws IOException {
        assertThat(explain("from=b.test", "application=S6q", "command=ULR")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("unknown application \"S6q\"");
    }

    private static final String[] ULR = {"from=b.test", "application=S6a", "command=ULR", "destination-realm=b"};

    @Test
    void rulesOnAnyAvpCanBeAsked() throws IOException {
        options = List.of("--avp", "RAT-Type=1004");
        explain(ULR);
        assertThat(out.toString()).contains("rule \"radio\"").contains("rejects it with 5002");
        out.getBuffer().setLength(0);
        options = List.of("-a", "Subscription-Id[Subscription-Id-Type=1].Subscription-Id-Data=a=b");
        explain(ULR);
        assertThat(out.toString()).contains("rule \"subscription\"").contains("rejects it with 5003");
        out.getBuffer().setLength(0);
        options = List.of("--avp", "10415:1407=0x00f110", "--avp", "99999:1=text");
        explain(ULR);
        assertThat(out.toString()).contains("rule \"own\"").contains("rejects it with 5004");
    }

    @Test
    void anAvpThatIsWrongIsSaid() throws IOException {
        options = List.of("--avp", "RAT-Tipe=1004");
        assertThat(explain(ULR)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("has no AVP \"RAT-Tipe\" (did you mean \"RAT-Type\"?)");
        options = List.of("--avp", "RAT-Type=EUTRAN");
        assertThat(explain(ULR)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("\"EUTRAN\" is not a number of 4 octets");
        options = List.of("--avp", "RAT-Type[a=1]");
        assertThat(explain(ULR)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("is not PATH=VALUE");
        options = List.of("--hex", "00", "--avp", "RAT-Type=1004");
        assertThat(explain()).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--avp is for a message of fields");
        options = List.of();
        assertThat(explain("from=b.test", "RAT-Type=1004")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString())
                .contains("unknown field \"RAT-Type\" (AVPs are given by path: --avp RAT-Type=…, or avps in JSON)");
    }

    @Test
    void theListenerIsOneOfAgentConf() throws IOException {
        explain("from=b.test", "listener=roaming", "application=S6a", "command=ULR", "destination-realm=b");
        assertThat(out.toString()).contains("rule \"roamers\"").contains("rejects it with 5005");
        assertThat(explain("from=b.test", "listener=roming", "application=S6a", "command=ULR"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("unknown listener \"roming\" (did you mean \"roaming\"?)");
    }

    @Test
    void aWordThatIsUnknownTakesOneLine() {
        CommandLine line = RealmgateCommand.line().setErr(new PrintWriter(err));
        assertThat(line.execute("explain", "--avps", "a=b")).isEqualTo(ExitCodes.USAGE);
        assertThat(line.execute("explain", "--nothing-like-it")).isEqualTo(ExitCodes.USAGE);
        assertThat(line.execute("explian")).isEqualTo(ExitCodes.USAGE);
        assertThat(line.execute("replay", "--pcap", "a")).isEqualTo(ExitCodes.USAGE);
        assertThat(line.execute("check", "conf")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString().lines())
                .containsExactly(
                        "agent explain: unknown option \"--avps\" (did you mean \"--avp\"?); see agent explain --help",
                        "agent explain: unknown option \"--nothing-like-it\"; see agent explain --help",
                        "agent: unknown command \"explian\" (did you mean \"explain\"?); see agent --help",
                        "agent replay: Missing required options: '--before=DIR', '--after=DIR'; see agent replay --help",
                        "agent check: unexpected argument \"conf\"; see agent check --help");
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
