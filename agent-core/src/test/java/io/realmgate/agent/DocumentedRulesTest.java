package io.realmgate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.config.AcceptSettings;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.agent.reload.SetReader;
import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.Ingress;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.Trail;
import io.realmgate.routing.dictionary.AvpDefinition;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.Phase;
import io.realmgate.routing.model.RouteDecision;
import io.realmgate.routing.model.Rule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/rules.md decide as its tables say: of requests seven columns, of answers six. */
class DocumentedRulesTest {
    private static final String SELF = "dra1.transit.example";
    private static final int COLUMNS = 7;
    private static final int COLUMNS_OF_ANSWERS = 6;

    @TempDir
    Path directory = Path.of("");

    @Test
    void theExamplesDecideAsTheTableSays() throws IOException {
        DocumentedPage page = DocumentedPage.named("docs/rules.md");
        DocumentedPage.write(page.configuration(), directory);
        CheckedSet set = Objects.requireNonNull(
                new SetReader(directory.resolve("conf")).read().set());
        Set<String> used = new TreeSet<>();
        for (List<String> row : page.rows()) {
            if (row.size() == COLUMNS && !row.get(0).equals("application")) {
                assertDecides(set, new Asked(row, set, null), row.get(6), used);
            } else if (row.size() == COLUMNS_OF_ANSWERS && !row.get(0).equals("application")) {
                List<String> cells = List.of(row.get(0), row.get(1), row.get(2), "", "", row.get(4));
                assertDecides(set, new Asked(cells, set, row.get(3)), row.get(5), used);
            }
        }
        used.remove("no rule");
        assertThat(set.table().rules()).extracting(rule -> rule.name()).containsExactlyInAnyOrderElementsOf(used);
    }

    private static void assertDecides(CheckedSet set, Asked asked, String rule, Set<String> used) {
        Trail trail = new Trail();
        assertThat(decider(set.table().decide(asked, trail)))
                .as(asked.row.toString())
                .isEqualTo(rule);
        assertThat(decider(set.table().explain(asked).decision())).isEqualTo(rule);
        used.add(rule);
        for (int i = 0; i < trail.size(); i++) {
            used.add(trail.rule(i).name());
        }
    }

    private static String decider(RouteDecision decision) {
        Rule rule = decision.rule();
        return rule == null ? "no rule" : rule.name();
    }

    /**
     * A request, or the answer to one, as a row of a table gives it.
     *
     * @param askedBy null of a request
     */
    private record Asked(
            List<String> row, CheckedSet set, @Nullable String askedBy) implements MessageFacts, Ingress {
        @Override
        public Phase phase() {
            return askedBy == null ? Phase.REQUEST : Phase.ANSWER;
        }

        @Override
        public Ingress asker() {
            return askedBy == null ? this : new Asked(List.of("", "", askedBy, "", "", ""), set, null);
        }

        @Override
        public int resultCode() {
            String code = said("Result-Code");
            return code == null ? 0 : Integer.parseInt(code);
        }

        @Override
        public int flags() {
            return 0xc0;
        }

        @Override
        public int length() {
            return 400;
        }

        @Override
        public boolean anyAvp(AvpSlot avp, Predicate<Octets> test) {
            Octets value = firstAvp(avp);
            return value != null && test.test(value);
        }

        @Override
        public @Nullable Octets firstAvp(AvpSlot avp) {
            AvpPath path = avp.path();
            AvpDefinition known =
                    set.table().dictionary().avp(path.last().code(), path.last().vendor());
            AvpPath.Guard type = path.steps().get(0).guard();
            // Of what stands inside groups, only telephone numbers are said: Subscription-Id-Type END_USER_E164.
            boolean isSaid = path.steps().size() == 1 || type != null && type.value() == 0;
            String value = isSaid && known != null ? said(known.name()) : null;
            if (value == null || known == null) {
                return null;
            }
            boolean number = known.type() == AvpType.ENUMERATED || known.type() == AvpType.UNSIGNED_32;
            return number
                    ? Names.octets(ByteBuffer.allocate(4)
                            .putInt(Integer.parseInt(value))
                            .array())
                    : Names.octets(value);
        }

        /** From the column of AVPs at the top level: {@code name value; name value}. */
        private @Nullable String said(String avp) {
            for (String one : row.get(5).split("; ", -1)) {
                if (one.startsWith(avp + " ")) {
                    return one.substring(avp.length() + 1);
                }
            }
            return null;
        }

        @Override
        public boolean isGroupUp(String group) {
            return true;
        }

        @Override
        public @Nullable String listener() {
            return null;
        }

        @Override
        public String realm() {
            return "";
        }

        @Override
        public int application() {
            return set.table().dictionary().application(row.get(0)).orElseThrow();
        }

        @Override
        public int command() {
            return set.table().dictionary().commands(row.get(1)).stream()
                    .filter(command -> command.isIn(application()))
                    .findFirst()
                    .orElseThrow()
                    .code();
        }

        @Override
        public @Nullable Octets destinationRealm() {
            return octets(row.get(3));
        }

        @Override
        public @Nullable Octets destinationHost() {
            return octets(row.get(4));
        }

        private static @Nullable Octets octets(String cell) {
            return cell.isEmpty() ? null : Names.octets(cell);
        }

        @Override
        public @Nullable Octets originRealm() {
            String realm = said("Origin-Realm");
            return realm == null ? null : Names.octets(realm);
        }

        @Override
        public Octets originHost() {
            return Names.octets(identity());
        }

        @Override
        public Ingress ingress() {
            return this;
        }

        @Override
        public boolean isLocal() {
            return row.get(4).isEmpty() ? row.get(3).isEmpty() : row.get(4).equals(SELF);
        }

        @Override
        public boolean destinationHostIsKnown() {
            return set.peers().stream().anyMatch(peer -> peer.identity().equals(row.get(4)))
                    || pattern(row.get(4)).isPresent();
        }

        @Override
        public String identity() {
            return row.get(2);
        }

        @Override
        public boolean inGroup(String group) {
            PeerGroup known = set.directory().groups().get(group);
            boolean listed = known != null
                    && known.members().stream().anyMatch(member -> member.peer().equals(identity()));
            return listed || pattern(identity()).map(AcceptSettings::group).equals(Optional.of(group));
        }

        @Override
        public List<String> groups() {
            return set.directory().groups().keySet().stream()
                    .filter(this::inGroup)
                    .toList();
        }

        private Optional<AcceptSettings> pattern(String identity) {
            return set.accepts().stream()
                    .filter(pattern -> pattern.admits(identity))
                    .findFirst();
        }
    }
}
