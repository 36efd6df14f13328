package io.realmgate.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.config.Machine;
import io.realmgate.routing.check.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warnings that take more than the rules: what peers support, what they may send, whose realm the agent's is. */
class DoubtfulPeersTest {
    private static final String MAY_SEND = """
            peers = [
              { identity = hss1.home.example, realm = home.example }
              { identity = mme1.visited.example, realm = visited.example, may-send { destination-realms =
                [ home.example, agent.example, nowhere.example, a.rules.example, "*.else.example" ] } }
            ]
            """;

    private static final String SUPPORTS = """
            peers = [
              { identity = hss1.home.example, realm = home.example, supports = [ S6a ] }
              { identity = hss2.home.example, realm = home.example, supports = [ S6a, Cx ] }
              { identity = dra1.home.example, realm = home.example, supports = [ Relay ] }
              { identity = any1.home.example, realm = home.example }
            ]
            groups {
              hss { members = [ hss1.home.example, hss2.home.example ] }
              some { members = [ hss1.home.example, any1.home.example ] }
              more { members = [ hss1.home.example ] }
              spare { members = [ hss1.home.example ], last-resort = any1.home.example }
            }
            accept = [ { identity = "*.more.example", realm = home.example, group = more } ]
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void directories() throws IOException {
        Files.createDirectory(directory.resolve("rules"));
    }

    private List<String> warnings(String peers, String... rules) throws IOException {
        Files.writeString(directory.resolve("peers.conf"), peers);
        Files.writeString(directory.resolve("rules/a.conf"), "rules = [\n" + String.join("\n", rules) + "\n]\n");
        List<Diagnostic> diagnostics = new ArrayList<>();
        AgentSettings agent = AgentSettingsReader.read(
                "agent.conf",
                "agent { identity = agent.example, realm = agent.example, listen = [ { transport = tcp, host = \"127.0.0.1\", port = 1 } ] }",
                diagnostics);
        assertThat(agent).as("%s", diagnostics).isNotNull();
        SetReader.Outcome outcome = new SetReader(directory, Machine.ANY, agent).read();
        assertThat(outcome.set()).as("%s", outcome.diagnostics()).isNotNull();
        return outcome.diagnostics().stream()
                .map(Diagnostic::message)
                .filter(text -> text.startsWith("may-send") || text.contains("supports") || text.contains("advertise"))
                .toList();
    }

    @Test
    void aRealmThatAPeerMaySendToAndThatNothingLeadsTo() throws IOException {
        String found = "may-send names the realm \"nowhere.example\", to which no peer, rule or default route leads";
        String toRules =
                "{ name = a, match { destination-realm = \"*.rules.example\" }, action = relay, to = hss1.home.example }";
        assertThat(warnings(MAY_SEND, toRules)).containsExactly(found);
        assertThat(warnings(
                        MAY_SEND,
                        toRules,
                        "{ name = b, action = relay, to = hss1.home.example, mode = observe }",
                        "{ name = e, match { phase = answer, result = 3002 }, action = relay }",
                        "{ name = c, action = continue, tag = t }",
                        "{ name = d, action = reject, result = 3002 }"))
                .containsExactly(found);
    }

    @Test
    void aRealmThatSomethingMayLeadTo() throws IOException {
        String rest = "{ name = rest, match { application = S6a }, action = relay, to = hss1.home.example }";
        assertThat(warnings(MAY_SEND, rest)).isEmpty();
        assertThat(warnings(MAY_SEND + "default-route = hss1.home.example\n")).isEmpty();
        assertThat(
                        warnings(
                                MAY_SEND,
                                "{ name = a, match { not { destination-realm = home.example } }, action = relay, to = hss1.home.example }"))
                .isEmpty();
        assertThat(warnings(
                        MAY_SEND,
                        "{ name = a, match { destination-realm = a.rules.example }, action = relay, to = hss1.home.example }",
                        "{ name = b, match { destination-realm = nowhere.example }, action = discard }"))
                .isEmpty();
    }

    @Test
    void aRuleWhoseApplicationNobodyTakes() throws IOException {
        assertThat(warnings(
                        SUPPORTS,
                        "{ name = host, match { application = Cx }, action = relay, to = hss1.home.example }",
                        "{ name = group, match { application = [Sh, Gx] }, action = relay, to = hss }"))
                .containsExactly(
                        "rule \"host\": no peer that it sends to supports its application",
                        "rule \"group\": no peer that it sends to supports its application");
    }

    private static final String ADVERTISE = """
            peers = [
              { identity = hss1.home.example, realm = home.example, advertise = [ S6a, Cx ] }
              { identity = dra1.home.example, realm = home.example, advertise = [ S6a, Relay ] }
              { identity = any1.home.example, realm = home.example }
            ]
            groups {
              hss { members = [ any1.home.example, hss1.home.example ] }
              all { members = [ any1.home.example, dra1.home.example ] }
            }
            accept = [ { identity = "*.more.example", realm = home.example, group = more, advertise = [ Gx ] } ]
            """;

    @Test
    void aRuleThatSendsWhatWeDoNotAdvertise() throws IOException {
        assertThat(
                        warnings(
                                ADVERTISE,
                                "{ name = host, match { application = Sh }, action = relay, to = hss1.home.example }",
                                "{ name = member, match { application = [Cx, Gx] }, action = proxy, to = hss, request = [ { remove = User-Name } ] }",
                                "{ name = pattern, match { application = Rx }, action = relay, to = more }",
                                "{ name = last, match { application = Rf }, action = relay, to = all, last-resort = hss1.home.example }"))
                .containsExactly(
                        "rule \"host\": it sends Sh to hss1.home.example, to which we do not advertise it",
                        "rule \"member\": it sends Gx to hss1.home.example, to which we do not advertise it",
                        "rule \"pattern\": it sends Rx to *.more.example, to which we do not advertise it",
                        "rule \"last\": it sends Rf to hss1.home.example, to which we do not advertise it");
    }

    @Test
    void aRuleThatSendsWhatWeAdvertise() throws IOException {
        assertThat(warnings(
                        ADVERTISE,
                        "{ name = named, match { application = [S6a, Cx] }, action = relay, to = hss1.home.example }",
                        "{ name = relay, match { application = Sh }, action = relay, to = all }",
                        "{ name = untold, match { application = Gx, command = CCR }, action = relay, to = any1.home.example }",
                        "{ name = pattern, match { application = Gx }, action = relay, to = more }",
                        "{ name = observed, match { application = Sh }, action = relay, to = hss, mode = observe }",
                        "{ name = any, action = relay, to = hss }"))
                .isEmpty();
    }

    @Test
    void aRuleWhoseApplicationSomebodyMayTake() throws IOException {
        assertThat(warnings(
                        SUPPORTS,
                        "{ name = one, match { application = Cx, command = UAR }, action = relay, to = hss }",
                        "{ name = two, match { application = [Sh, S6a] }, action = relay, to = hss1.home.example }",
                        "{ name = agent, match { application = Gx }, action = relay, to = dra1.home.example }",
                        "{ name = untold, match { application = Gx, command = CCR }, action = relay, to = some }",
                        "{ name = accepted, match { application = Rx }, action = relay, to = more }",
                        "{ name = last, match { application = Rf }, action = relay, to = spare }",
                        "{ name = own, match { application = Ro }, action = relay, to = hss, last-resort = some }",
                        "{ name = not, match.not { application = Sh }, action = relay, to = hss }"))
                .isEmpty();
    }
}
