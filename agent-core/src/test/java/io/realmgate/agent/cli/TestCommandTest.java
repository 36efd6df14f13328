package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.Captures;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.vertx.core.json.JsonObject;
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
    void rulesAboutAnswersAreAskedToo() throws IOException {
        String ula =
                "message { phase = answer, from = d.test, application = S6a, command = ULA, result = 2001, asked-by = ";
        Files.createDirectories(directory.resolve("rules"));
        Files.writeString(directory.resolve("rules/b.conf"), """
                rules = [ { name = untrue, match { phase = answer, from = d.test, asked-by = b.test }, action = reject, result = 5012 } ]
                """);
        int exit = test(
                "{ name = a, " + ula + "b.test }, expect { rule = untrue, action = reject, result = 5012 } }\n"
                        + "{ name = b, " + ula + "c.test }, expect { rule = none } }\n"
                        + "{ name = c, " + ula + "c.test }, expect { to = c.test } }\n"
                        + "{ name = d, " + ula + "c.test }, expect { rule = untrue } }",
                "--coverage");
        assertThat(out.toString()).contains("4 tests, 1 failed\n").contains("expected rule \"untrue\", got none\n");
        assertThat(out.toString()).contains("1 of 6 rules match in a test\n");
        assertThat(exit).isEqualTo(ExitCodes.INVALID);
    }

    private static final String EDITED = """
            rules = [
              { name = edited, match { destination-realm = e }, action = proxy, to = d.test
                request = [ { set = User-Name, value = "+{imsi}" }, { remove = Destination-Host }
                            { set = "Subscription-Id[Subscription-Id-Type=1].Subscription-Id-Data", value = "00101" }
                            { add = "99999:7", value = "0x0a0b0c" } ]
                answer = [ { add = Class, value = "from {origin-host}" } ] }
              { name = aside, match { phase = answer, from = d.test }, action = proxy, answer = [ { remove = Error-Message } ] }
            ]
            """;

    private static final String REQUEST = HEAD + "destination-realm = e, destination-host = x.y, avps = ["
            + " { path = User-Name, value = \"001010000000001\" },"
            + " { path = \"Subscription-Id[Subscription-Id-Type=1].Subscription-Id-Data\", value = a } ] }";

    private static final String ANSWER = "message { phase = answer, from = d.test, asked-by = b.test, application = S6a"
            + ", command = ULA, result = 2001, origin-host = x.y, avps = [ { path = Error-Message, value = no } ]"
            + ", request { destination-realm = e } }";

    @Test
    void avpsOfTheMessageThatLeavesAreExpected() throws IOException {
        Files.createDirectories(directory.resolve("rules"));
        Files.writeString(directory.resolve("rules/b.conf"), EDITED);
        int exit = test("{ name = a, " + REQUEST
                + ", expect { to = d.test, avps = [ { path = User-Name, value = \"+001010000000001\" },"
                + " { path = Destination-Host, exists = false }, { path = Route-Record, value = b.test },"
                + " { path = \"Subscription-Id[Subscription-Id-Type=1].Subscription-Id-Data\", value = \"00101\" },"
                + " { path = Subscription-Id, exists = true }, { path = \"99999:7\", hex = 0a0b0c },"
                + " { path = \"99999:7\", value = \"0x0a0b0c\" } ] } }\n"
                + "{ name = b, " + ANSWER + ", expect { rule = aside, to = b.test, avps = ["
                + " { path = Class, value = \"from x.y\" }, { path = Error-Message, exists = false } ] } }");
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).contains("2 tests, 0 failed\n");
        assertThat(exit).isZero();
    }

    @Test
    void avpsThatAreOtherAreShown() throws IOException {
        Files.createDirectories(directory.resolve("rules"));
        Files.writeString(directory.resolve("rules/b.conf"), EDITED);
        int exit = test("{ name = a, " + REQUEST + ", expect { avps = [ { path = User-Name, value = \"1\" },"
                + " { path = User-Name, exists = false }, { path = RAT-Type, exists = true },"
                + " { path = \"Subscription-Id[Subscription-Id-Type=0].Subscription-Id-Data\", value = \"00101\" } ] } }\n"
                + "{ name = b, " + HEAD + "destination-realm = nowhere-else }"
                + ", expect { avps = [ { path = User-Name, exists = false } ] } }\n"
                + "{ name = c, " + ANSWER + ", expect { avps = [ { path = Result-Code, value = 3002 } ] } }");
        assertThat(exit).isEqualTo(ExitCodes.INVALID);
        assertThat(out.toString())
                .contains("expected User-Name = 1, got \"+001010000000001\"\n")
                .contains("expected no User-Name, got \"+001010000000001\"\n")
                .contains("expected a RAT-Type, got none\n")
                .contains("expected Subscription-Id[Subscription-Id-Type=0].Subscription-Id-Data = 00101, got none\n")
                .contains("expected a message that leaves with these AVPs, got an answer with 3003\n")
                .contains("expected Result-Code = 3002, got 2001 (DIAMETER_SUCCESS)\n")
                .contains("3 tests, 3 failed\n");
    }

    @Test
    void mistakesInWhatIsExpectedOfAvps() throws IOException {
        assertThat(test("""
                { name = a, message { from = b.test, application = S6a, command = ULR, request { } }
                  expect { avps = [ { path = User-Name, exists = maybe }, { path = User-Name, exists = true, value = a }
                                    { path = User-Nam, exists = true }, { path = RAT-Type, value = x }, x ] } }
                { name = b, message { phase = answer, from = b.test, asked-by = c.test, application = S6a, command = ULA
                    request { result = 2001 } }, expect { rule = none } }
                """)).isEqualTo(ExitCodes.INVALID);
        assertThat(err.toString())
                .contains("\"request\" is for an answer (phase = answer)")
                .contains("\"exists\" must be true or false")
                .contains("unknown key \"value\"")
                .contains("has no AVP \"User-Nam\" (did you mean \"User-Name\"?)")
                .contains("\"x\" is not a number of 4 octets")
                .contains("an AVP must be an object")
                .contains("unknown key \"result\"");
    }

    @Test
    void resultsForPrograms() throws IOException {
        String tests = "{ name = a, " + HEAD + "destination-realm = c }, expect { rule = cs } }\n" + "{ name = b, "
                + HEAD + "destination-realm = c }, expect { rule = idle } }";
        assertThat(test(tests, "--json")).isEqualTo(ExitCodes.INVALID);
        JsonObject json = new JsonObject(out.toString());
        assertThat(json.getInteger("tests")).isEqualTo(2);
        assertThat(json.getInteger("failed")).isOne();
        JsonObject failed = json.getJsonArray("results").getJsonObject(1);
        assertThat(failed.getBoolean("passed")).isFalse();
        assertThat(failed.getString("place")).endsWith("rules-test/a.conf:3");
        assertThat(failed.getJsonArray("differences").encode()).contains("expected rule \\\"idle\\\"");
        assertThat(json.getJsonArray("rulesWithoutTest").encode())
                .contains("plmn")
                .doesNotContain("\"cs\"");
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
                           { path = NAS-Port, value = x }, { path = Event-Timestamp, value = 1 }, { path = Subscription-Id, value = 1 }
                           { path = Framed-IP-Address, value = a.b }, { path = Host-IP-Address, value = 1.2.3 } ] } }
                { name = e, expect { result = 2001, matched = [ cs, cx ] }, message { } }
                { name = f, message { from = b.test, application = S6a, command = ULR
                  avps = [ { path = "Subscription-Id[Subscription-Id-Type=1]/Subscription-Id-Data", value = 1 } ] }
                  expect { rule = cs } }
                """)).isEqualTo(ExitCodes.INVALID);
        assertThat(out.toString()).isEmpty();
        String file = directory.resolve("rules-test/a.conf") + ":";
        assertThat(err.toString().lines().map(line -> line.replace(file, "")))
                .contains(
                        "2: test \"a\": unknown application \"S6q\" (did you mean \"S6a\"?)",
                        "3: test \"b\": unknown rule \"css\" (did you mean \"cs\"?)",
                        "4: test \"b\": another test has this name (see 3)",
                        "4: test \"b\": nothing is expected (rule, to, action, result, tags, matched or avps)",
                        "5: test \"c\": \"frame\" must be a whole number from 1 to 2147483647",
                        "5: test \"c\": unknown peer \"e.test\" (did you mean \"b.test\"?)",
                        "5: test \"c\": unknown action \"relai\" (did you mean \"relay\"?)",
                        "7: test \"d\": the path \"User-Nam\" has no AVP \"User-Nam\" (did you mean \"User-Name\"?)",
                        "7: test \"d\": an AVP has either \"value\" or \"hex\"",
                        "7: test \"d\": \"123\" is not hex (two digits an octet)",
                        "8: test \"d\": \"x\" is not a number of 4 octets",
                        "8: test \"d\": \"1\" is no time (\"2030-01-31T00:00:00Z\")",
                        "8: test \"d\": a grouped AVP has no value (lead the path to one inside it)",
                        "9: test \"d\": \"1.2.3\" is not an IP address",
                        "6: test \"d\": \"expect\" is missing (expect { rule = \"…\", to = … })",
                        "12: test \"f\": the path \"Subscription-Id[Subscription-Id-Type=1]/Subscription-Id-Data\" has a \"[\" that is"
                                + " not of the form Group[Member=number] (dots part its steps, as"
                                + " Subscription-Id.Subscription-Id-Data)",
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
