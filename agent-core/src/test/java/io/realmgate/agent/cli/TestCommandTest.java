package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.Captures;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import picocli.CommandLine;

class TestCommandTest {
    private static final String HEAD = "message { from = b.test, application = S6a, command = ULR, ";

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int test(String tests, String... options) throws IOException {
        Files.writeString(directory.resolve("agent.conf"), "agent { identity = A.test, realm = test }");
        Files.writeString(directory.resolve("peers.conf"), """
                peers = [ { identity = b.test, realm = b }, { identity = c.test, realm = c }, { identity = d.test, realm = c } ]
                groups { cs { members = [ { peer = c.test }, { peer = d.test, priority = 2 } ] } }
                """);
        Files.createDirectories(directory.resolve("rules"));
        Files.writeString(directory.resolve("rules/a.conf"), """
                rules = [
                  { name = tagged, match { application = S6a }, action = continue, tag = seen }
                  { name = phones, match { avp { path = "Subscription-Id[Subscription-Id-Type=1].Subscription-Id-Data", prefix = "999" } }
                    action = reject, result = 5003 }
                  { name = plmn, match { visited-plmn = "001-01" }, action = relay, to = d.test }
                  { name = cs, match { destination-realm = c }, action = relay, to = cs }
                  { name = idle, match { destination-realm = nowhere }, action = relay, to = cs }
                ]
                """);
        Path file = Files.createDirectories(directory.resolve("rules-test")).resolve("a.conf");
        Files.writeString(file, "tests = [\n" + tests + "\n]\n");
        List<String> args = new ArrayList<>(
                List.of("--config", directory.resolve("agent.conf").toString()));
        args.addAll(List.of(options));
        return new CommandLine(new TestCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args.toArray(String[]::new));
    }

    @Test
    void whatIsExpectedIsSo() throws IOException {
        Captures capture = new Captures(true, 101);
        byte[] request =
                TestMessage.request(TestAvp.text(264, "b.test"), TestAvp.text(283, "c"), TestAvp.text(282, "a.test"));
        capture.packet(Captures.ipv4(6, Captures.tcp(4000, 3868, 1, 16, request)));
        Files.createDirectories(directory.resolve("rules-test"));
        Files.write(directory.resolve("rules-test/loop.pcap"), capture.octets());
        int exit = test(
                "{ name = a, " + HEAD
                        + "destination-realm = c }, expect { rule = cs, to = cs, tags = [seen], matched = tagged } }\n"
                        + "{ name = b, " + HEAD
                        + "destination-realm = c }, peers-down = c.test, expect { to = d.test } }\n"
                        + "{ name = c, " + HEAD
                        + "destination-realm = x, avps = [ { path = \"Subscription-Id[Subscription-Id-Type=1].Subscription-Id-Data\""
                        + ", value = 99970 } ] }, expect { action = reject, result = 5003 } }\n"
                        + "{ name = d, " + HEAD
                        + "destination-realm = x, avps = [ { path = Visited-PLMN-Id, hex = \"00f110\" } ] }"
                        + ", expect { rule = plmn, to = [ b.test, d.test ] } }\n"
                        + "{ name = e, message { pcap = \"loop.pcap\" }, expect { rule = none, result = 3005, tags = [] } }\n"
                        + "{ name = f, message { hex = \""
                        + Captures.hex(TestMessage.request(TestAvp.text(264, "b.test")))
                        + "\" }, expect { action = by-destination } }",
                "--coverage");
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).doesNotContain("FAIL").contains("6 tests, 0 failed\n4 of 5 rules match in a test\n");
        assertThat(out.toString()).contains("rule \"idle\" (").contains("a.conf:7) matches in none");
        assertThat(exit).isZero();
    }

    @Test
    void whatIsOtherIsExplained() throws Exception {
        Path junit = directory.resolve("junit.xml");
        int exit = test(
                "{ name = \"right & <ready>\", " + HEAD + "destination-realm = c }, expect { rule = cs } }\n"
                        + "{ name = wrong, " + HEAD + "destination-realm = c }\n"
                        + "  expect { rule = plmn, to = d.test, action = reject, result = 5003, tags = other, matched = [] } }\n"
                        + "{ name = lost, message { pcap = \"gone.pcap\" }, expect { rule = none } }",
                "--junit",
                junit.toString());
        assertThat(exit).isEqualTo(ExitCodes.INVALID);
        assertThat(out.toString())
                .contains("expected rule \"plmn\", got rule \"cs\" (")
                .contains("expected to d.test, got c.test\n")
                .contains("expected action reject, got relay\n")
                .contains("expected result 5003, got c.test\n")
                .contains("expected tags [other], got [seen]\n")
                .contains("expected matched [], got [tagged]\n")
                .contains("rule \"phones\" (")
                .contains("its message cannot be read: ")
                .contains("gone.pcap: no such file\n")
                .contains("3 tests, 2 failed\n");
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(junit.toFile())
                .getDocumentElement();
        assertThat(suite.getAttribute("tests") + suite.getAttribute("failures")).isEqualTo("32");
        Element first = (Element) suite.getElementsByTagName("testcase").item(0);
        assertThat(first.getAttribute("name")).isEqualTo("right & <ready>");
        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .contains("rules-test/a.conf:3")
                .contains("expected tags [other]");
    }

    @Test
    void mistakesHaveAPlaceAndAHint() throws IOException {
        assertThat(test("""
                { name = a, message { from = b.test, application = S6q, command = ULR }, expect { rule = cs } }
                { name = b, message { from = b.test, application = S6a, command = ULR, realm = c }, expect { rule = css } }
                { name = b, message { hex = "00", application = S6a }, expect { } }
                { name = c, message { pcap = "x", frame = 0 }, peers-down = [ e.test ], expect { to = dd.test, action = relai } }
                { name = d, message { from = b.test, application = S6a, command = ULR
                  avps = [ { path = User-Nam, value = 1 }, { path = User-Name }, { path = "443", hex = 123 }
                           { path = NAS-Port, value = x }, { path = Event-Timestamp, value = 1 }
                           { path = Framed-IP-Address, value = a.b }, { path = Host-IP-Address, value = 1.2.3 } ] } }
                { name = e, expect { result = 2001, matched = [ cs, cx ] }, message { } }
                """)).isEqualTo(ExitCodes.INVALID);
        assertThat(out.toString()).isEmpty();
        String file = directory.resolve("rules-test/a.conf") + ":";
        assertThat(err.toString().lines().map(line -> line.replace(file, "")))
                .contains(
                        "2: test \"a\": unknown application \"S6q\" (did you mean \"S6a\"?)",
                        "3: test \"b\": unknown rule \"css\" (did you mean \"cs\"?)",
                        "4: test \"b\": another test has this name (see 3)",
                        "4: test \"b\": nothing is expected (rule, to, action, result, tags or matched)",
                        "5: test \"c\": \"frame\" must be a whole number from 1 to 2147483647",
                        "5: test \"c\": unknown peer \"e.test\" (did you mean \"b.test\"?)",
                        "5: test \"c\": unknown action \"relai\" (did you mean \"relay\"?)",
                        "7: test \"d\": path \"User-Nam\" has no AVP \"User-Nam\" (did you mean \"User-Name\"?)",
                        "7: test \"d\": an AVP has either \"value\" or \"hex\"",
                        "7: test \"d\": \"123\" is not hex (two digits an octet)",
                        "8: test \"d\": \"x\" is not a number of 4 octets",
                        "8: test \"d\": an AVP of type Time cannot be given as a value (give its data as hex = \"…\")",
                        "9: test \"d\": \"1.2.3\" is not an IP address",
                        "6: test \"d\": \"expect\" is missing (expect { rule = \"…\", to = … })",
                        "10: test \"e\": unknown rule \"cx\" (did you mean \"cs\"?)");
        assertThat(err.toString()).contains("unknown key \"realm\"").contains("unknown key \"application\"");
    }

    @Test
    void noTestsAreAMistake() throws IOException {
        test("");
        Files.delete(directory.resolve("rules-test/a.conf"));
        int exit = new CommandLine(new TestCommand())
                .setErr(new PrintWriter(err))
                .execute("--config", directory.resolve("agent.conf").toString());
        assertThat(exit).isEqualTo(ExitCodes.INVALID);
        assertThat(err.toString()).contains("rules-test: there are no tests here");
    }

    @Test
    void theShippedOnesPassAndAskForEachRule() {
        int exit = new CommandLine(new TestCommand())
                .setOut(new PrintWriter(out))
                .execute("--config", "../conf/agent.conf", "--coverage");
        assertThat(out.toString())
                .containsPattern(" 0 failed\n(\\d+) of \\1 rules match in a test\n")
                .doesNotContain("matches in none");
        assertThat(exit).isZero();
    }
}
