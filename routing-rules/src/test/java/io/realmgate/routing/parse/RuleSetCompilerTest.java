package io.realmgate.routing.parse;

import static io.realmgate.routing.RuleTexts.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.RuleTexts;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.Candidate;
import io.realmgate.routing.model.PeerDefinition;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleSetCompilerTest {

    private static RuleSet compile(@Nullable String peers, String... rules) {
        List<SourceFile> files = new ArrayList<>();
        for (String text : rules) {
            files.add(new SourceFile("rules/" + files.size() + ".conf", text));
        }
        SourceFile peerFile = peers == null ? null : new SourceFile("peers.conf", peers);
        return RuleSetCompiler.compile(peerFile, files, Dictionary.standard());
    }

    private static PeerDirectory directory(String peers) {
        RuleSet set = compile(peers);
        assertThat(set.ok()).as("%s", texts(set)).isTrue();
        return Objects.requireNonNull(set.directory());
    }

    @Test
    void peersKeepTheirOtherSettingsUntouched() {
        PeerDirectory directory = directory("""
                peers = [
                  { identity = HSS1.Home.example, realm = HOME.example, connect = "tcp://10.1.0.11:3868", tls { x = [1] } }
                  { identity = hss2.home.example, realm = home.example }
                ]
                """);
        PeerDefinition first = directory.peers().get(0);
        assertThat(first.identity()).isEqualTo("hss1.home.example");
        assertThat(first.realm()).isEqualTo("home.example");
        assertThat(first.place().text()).isEqualTo("peers.conf:2");
        assertThat(first.settings().keySet()).containsExactlyInAnyOrder("connect", "tls");
        assertThat(first.settings().toConfig().getIntList("tls.x")).containsExactly(1);
        assertThat(directory.peers().get(1).settings()).isEmpty();
    }

    @Test
    void patternsOfPeersToAccept() {
        PeerDirectory directory = directory("""
                accept = [
                  { identity = "*.Visited.example", realm = visited.example, from = ["10.2.0.0/16"], group = visited }
                  { identity = mme.other.example, realm = other.example }
                ]
                """);
        AcceptPattern visited = directory.accept().get(0);
        assertThat(visited.identity().text()).isEqualTo("*.visited.example");
        assertThat(visited.identity().matches("mme1.visited.example")).isTrue();
        assertThat(visited.identity().matches("visited.example")).isFalse();
        assertThat(visited.group()).isEqualTo("visited");
        assertThat(visited.settings().keySet()).containsExactly("from");
        AcceptPattern other = directory.accept().get(1);
        assertThat(other.identity().matches("mme.other.example")).isTrue();
        assertThat(other.identity().text()).isEqualTo("mme.other.example");
        assertThat(other.group()).isNull();
        assertThat(directory.groups().keySet()).containsExactly("visited");
        assertThat(directory.groups().values())
                .allMatch(group -> group.members().isEmpty());
    }

    @Test
    void membersAreSortedByPriorityAndKeepTheirOrderWithin() {
        PeerDirectory directory = directory("""
                peers = [
                  { identity = a.example, realm = example }, { identity = b.example, realm = example }
                  { identity = c.example, realm = example }, { identity = d.example, realm = example }
                ]
                groups {
                  g { select = weighted, members = [
                    { peer = d.example, priority = 2, weight = 65535 }, { peer = c.example, weight = 3 }, A.example
                    { peer = b.example, priority = 65535 } ] }
                }
                default-route = g
                """);
        assertThat(Objects.requireNonNull(directory.groups().get("g")).members())
                .containsExactly(
                        new Candidate("c.example", 1, 3),
                        new Candidate("a.example", 1, 1),
                        new Candidate("d.example", 2, 65_535),
                        new Candidate("b.example", 65_535, 1));
        assertThat(directory.defaultRoute()).isEqualTo(new Target.ToGroup("g"));
    }

    @Test
    void aMemberAndTheDefaultRouteMayBePeersThatAPatternAdmits() {
        PeerDirectory directory = directory("""
                accept = [ { identity = "*.visited.example", realm = visited.example } ]
                groups { g { members = [ mme1.visited.example ] } }
                default-route = Mme2.visited.example
                """);
        assertThat(Objects.requireNonNull(directory.groups().get("g")).members())
                .hasSize(1);
        assertThat(directory.defaultRoute()).isEqualTo(new Target.ToPeer("mme2.visited.example"));
    }

    @Test
    void groupsAreInTheOrderOfTheFile() {
        PeerDirectory directory = directory("groups {\n zz {}\n aa {}\n mm {}\n}");
        assertThat(directory.groups().keySet()).containsExactly("zz", "aa", "mm");
    }

    @Test
    void noFilesAtAllAreASetThatDecidesNothing() {
        RuleSet set = compile(null);
        assertThat(set.ok()).isTrue();
        assertThat(set.diagnostics()).isEmpty();
        assertThat(Objects.requireNonNull(set.table()).rules()).isEmpty();
        assertThat(Objects.requireNonNull(set.directory()).peers()).isEmpty();
    }

    @Test
    void mistakesOfAllFilesAreReportedInOneGoAndInOrder() {
        RuleSet set = RuleSetCompiler.compile(
                new SourceFile("conf/peers.conf", "peers = 1\n\nx = 2"),
                List.of(
                        new SourceFile("conf/a.conf", "rules = ["),
                        new SourceFile("conf/c.conf", "y = 1"),
                        new SourceFile("conf/b.conf", "\nrules = [\n{ name = n, action = relay, to = a }\n]")),
                Dictionary.standard());
        assertThat(set.ok()).isFalse();
        assertThat(set.table()).isNull();
        assertThat(set.directory()).isNotNull();
        assertThat(texts(set))
                .containsExactly(
                        "conf/peers.conf:1: \"peers\" must be a list (peers = [ { identity = … }, … ])",
                        "conf/peers.conf:3: unknown key \"x\" (known here: peers, accept, groups, realms, default-route)",
                        "conf/a.conf:1: \"[\" of line 1 is never closed",
                        "conf/b.conf:3: rule \"n\": unknown group \"a\"",
                        "conf/c.conf:1: unknown key \"y\" (known here: rules)");
    }

    @Test
    void aPeerFileThatCannotBeReadDoesNotMakeEveryNameUnknown() {
        RuleSet set = compile("peers = [", "rules = [ { name = n, action = relay, to = somewhere, result = 1 } ]");
        assertThat(set.directory()).isNull();
        assertThat(texts(set))
                .containsExactly(
                        "peers.conf:1: \"[\" of line 1 is never closed",
                        "rules/0.conf:1: rule \"n\": \"result\" means nothing when the action is relay");
    }

    @Test
    void aWrongEntryIsStillKnownByItsName() {
        RuleSet set = compile(
                "peers = [ { identity = a.example, realm = \"?\" } ]",
                "rules = [ { name = n, action = relay, to = a.example } ]");
        assertThat(texts(set)).containsExactly("peers.conf:1: peer \"a.example\": realm \"?\" may not contain \"?\"");
    }

    @Test
    void namesOfRulesAreUniqueAcrossFiles() {
        RuleSet set = RuleTexts.compile(
                "rules = [ { name = n, action = reject, result = 3002 } ]",
                "rules = [ { name = n, action = reject, result = 3002 } ]");
        assertThat(texts(set))
                .containsExactly("rules/1.conf:1: rule \"n\": another rule has this name (see rules/0.conf:1)");
    }

    @Test
    void messagesStayShortAndOnOneLineWhateverTheyQuote() {
        RuleSet set = compile(
                "peers = [ { identity = \"a\\nb\\u001b[2J\", realm = x }, { identity = " + "y".repeat(900) + " } ]");
        assertThat(texts(set).get(0)).contains("identity \"a?b?[2J\"");
        assertThat(texts(set)).allMatch(text -> text.length() < 1_100);
        assertThat(texts(set)).allMatch(text -> text.chars().noneMatch(Character::isISOControl));
    }

    @Test
    void aGroupOfAPatternMayNotHaveTheNameOfAPeer() {
        RuleSet set = compile(
                "peers = [ { identity = hss, realm = x } ]\naccept = [ { identity = y, realm = x, group = hss } ]");
        assertThat(texts(set)).containsExactly("peers.conf:2: accept \"y\": the group \"hss\" has the name of a peer");
    }

    @Test
    void warningsDoNotKeepASetFromBeingUsed() {
        RuleSet set = RuleTexts.compile();
        assertThat(set.ok()).isTrue();
        assertThat(set.table()).isNotNull();
        assertThat(texts(set))
                .contains("peers.conf: warning: there are no rules: every peer may send to every other (open transit)");
    }

    @Test
    void listenersAreThoseOfTheAgent() {
        List<SourceFile> rules = List.of(new SourceFile("rules/a.conf", """
                rules = [
                  { name = a, match { listener = edge }, action = reject, result = 3002 }
                  { name = b, match { listener = [edge, cor] }, action = reject, result = 3002 }
                ]
                """));
        Dictionary dictionary = Dictionary.standard();
        assertThat(texts(RuleSetCompiler.compile(null, rules, dictionary))).isEmpty();
        assertThat(texts(RuleSetCompiler.compile(null, rules, List.of(), dictionary, Set.of("edge", "core"))))
                .containsExactly("rules/a.conf:3: rule \"b\": unknown listener \"cor\" (did you mean \"core\"?)");
        assertThat(texts(RuleSetCompiler.compile(null, rules, List.of(), dictionary, Set.of())))
                .contains(
                        "rules/a.conf:2: rule \"a\": unknown listener \"edge\" (no entry of agent.listen has a name)");
    }

    @Test
    void aGroupThatIsOnlyAskedForIsUsed() {
        SourceFile peers = new SourceFile("peers.conf", """
                peers = [ { identity = a.example, realm = example } ]
                groups { asked { members = [ a.example ] } }
                """);
        SourceFile rules = new SourceFile("r", """
                rules = [ { name = up, match { any = [ { group-up = asked }, { application = S6a } ] }, action = relay, to = a.example } ]
                """);
        assertThat(texts(RuleSetCompiler.compile(peers, List.of(rules), Dictionary.standard())))
                .isEmpty();
    }

    private static List<String> warningsOf(int rules, String action, String match) {
        StringBuilder text = new StringBuilder("rules = [\n");
        for (int i = 0; i < rules; i++) {
            text.append("{ name = r")
                    .append(i)
                    .append(", action = ")
                    .append(action)
                    .append(", match { application = S6a, ");
            text.append(match.replace("$", Integer.toString(i))).append(" } }\n");
        }
        return texts(compile("peers = []", text + "]"));
    }

    @Test
    void rulesThatTheIndexCannotTellApartAreWarnedOf() {
        String imsi = "imsi = \"0010100000$*\"";
        assertThat(warningsOf(100, "discard", imsi)).isEmpty();
        assertThat(warningsOf(101, "discard", imsi))
                .containsExactly("rules/0.conf:2: warning: rule \"r0\" and 100 others are asked one after the other:"
                        + " application, command, peer, realm and host do not tell them apart (what differs in subscribers or"
                        + " texts alone is quick as a table: to = { table = …, key = imsi })");
        assertThat(warningsOf(1_000, "discard", "destination-realm = r$.example"))
                .isEmpty();
        assertThat(warningsOf(101, "relay", "phase = answer, avp { path = User-Name, prefix = \"$\" }"))
                .hasSize(1);
    }
}
