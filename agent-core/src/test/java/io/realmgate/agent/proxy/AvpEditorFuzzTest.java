package io.realmgate.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.Edit;
import io.realmgate.routing.model.EditValue;
import io.realmgate.routing.model.EditValue.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Any edits of any messages, against an editor that takes messages apart and puts them together again. */
class AvpEditorFuzzTest {
    private static final String FROM = "peer.example";
    private static final int LONGEST = 1 << 20;

    private final AvpEditor editor = new AvpEditor(LONGEST);

    /** What is no part of the change is the same octet for octet, since all octets are. */
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void becomesWhatTheReferenceMakesOfIt(
            @ForAll("messages") List<byte[]> messages, @ForAll("edits") List<Edit> edits) {
        EditPlan plan = EditPlan.of(edits);
        for (byte[] octets : messages) {
            byte[] actual = edited(editor, octets, plan);
            byte[] expected = new ReferenceEditor(octets, FROM).edit(edits);
            assertThat(ByteBufUtil.hexDump(actual)).isEqualTo(ByteBufUtil.hexDump(expected));
            assertThat(actual.length % 4).isZero();
            assertThat(isSound(actual)).isEqualTo(isSound(octets));
        }
    }

    /** Two plans one after the other are what one plan of all their edits is. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void plansFollowEachOther(
            @ForAll("message") byte[] octets, @ForAll("edits") List<Edit> first, @ForAll("edits") List<Edit> then) {
        ByteBuf bytes = Unpooled.wrappedBuffer(octets);
        editor.start(new DiameterMessage().wrap(bytes, 0, octets.length), FROM)
                .apply(EditPlan.of(first))
                .apply(EditPlan.of(then));
        List<Edit> all = new ArrayList<>(first);
        all.addAll(then);
        assertThat(octets(editor.result())).isEqualTo(new ReferenceEditor(octets, FROM).edit(all));
    }

    /** Where routing AVPs lie in the result is known without a look at it, or it is said that it is not. */
    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void routingAvpsAreFollowed(@ForAll("message") byte[] octets, @ForAll("edits") List<Edit> edits) {
        ByteBuf bytes = Unpooled.buffer().writeZero(8).writeBytes(octets);
        DiameterMessage message = new DiameterMessage().wrap(bytes, 8, octets.length);
        RoutingAvps found = new RoutingAvps();
        EditPlan plan = EditPlan.of(edits);
        if (found.scan(message, plan.wanted()) != 0) {
            return;
        }
        DiameterMessage result = Objects.requireNonNull(
                editor.start(message, found.listed(), FROM).apply(plan).result());
        assertThat(octets(result)).isEqualTo(new ReferenceEditor(octets, FROM).edit(edits));
        if (result != message && editor.follow(found)) {
            RoutingAvps scanned = new RoutingAvps();
            assertThat(scanned.scan(result)).isZero();
            assertThat(positions(found)).isEqualTo(positions(scanned));
            assertThat(found.listed().covers(plan.wanted())).isFalse();
        }
    }

    private static List<Integer> positions(RoutingAvps avps) {
        List<Integer> positions = new ArrayList<>(List.of(
                avps.sessionId(),
                avps.originHost(),
                avps.originRealm(),
                avps.destinationHost(),
                avps.destinationRealm(),
                avps.userName()));
        for (int i = 0; i < avps.routeRecordCount(); i++) {
            positions.add(avps.routeRecord(i));
        }
        for (int i = 0; i < avps.proxyInfoCount(); i++) {
            positions.add(avps.proxyInfo(i));
        }
        return positions;
    }

    /** At the bound there is no message rather than a part of one. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void isNeverLongerThanTheBound(
            @ForAll("message") byte[] octets, @ForAll("edits") List<Edit> edits, @ForAll("more") int more) {
        int longest = octets.length + more;
        byte[] expected = new ReferenceEditor(octets, FROM).edit(edits);
        AvpEditor bounded = new AvpEditor(longest);
        DiameterMessage result = bounded.start(
                        new DiameterMessage().wrap(Unpooled.wrappedBuffer(octets), 0, octets.length), FROM)
                .apply(EditPlan.of(edits))
                .result();
        if (result != null) {
            assertThat(octets(result)).isEqualTo(expected);
            assertThat(result.length()).isLessThanOrEqualTo(longest);
        } else {
            // It may have been longer between two edits only.
            assertThat(edits).isNotEmpty();
        }
    }

    /** The received octets may lie anywhere, and stay as they are. */
    private static byte[] edited(AvpEditor editor, byte[] octets, EditPlan plan) {
        byte[] around = new byte[octets.length + 24];
        Arrays.fill(around, (byte) 0x5a);
        System.arraycopy(octets, 0, around, 12, octets.length);
        byte[] before = around.clone();
        DiameterMessage message = new DiameterMessage().wrap(Unpooled.wrappedBuffer(around), 12, octets.length);
        byte[] result = octets(editor.start(message, FROM).apply(plan).result());
        assertThat(around).isEqualTo(before);
        return result;
    }

    private static byte[] octets(@Nullable DiameterMessage result) {
        DiameterMessage message = Objects.requireNonNull(result);
        byte[] octets = new byte[message.length()];
        message.bytes().getBytes(message.start(), octets);
        return octets;
    }

    private static boolean isSound(byte[] octets) {
        AvpCursor cursor = new AvpCursor().over(Unpooled.wrappedBuffer(octets), 20, octets.length);
        boolean more = true;
        while (more) {
            more = cursor.next();
        }
        return !cursor.malformed();
    }

    @Provide
    Arbitrary<Integer> more() {
        return Arbitraries.integers().between(0, 60);
    }

    @Provide
    Arbitrary<List<byte[]>> messages() {
        return message().list().ofMinSize(1).ofMaxSize(3);
    }

    /** Some of them torn: as long as they say, but with AVPs that say something else. */
    @Provide
    Arbitrary<byte[]> message() {
        Arbitrary<byte[]> sound =
                avp(3).list().ofMaxSize(10).map(avps -> TestMessage.request(avps.toArray(TestAvp[]::new)));
        return Combinators.combine(sound, Arbitraries.integers().between(0, 40)).as((octets, tear) -> {
            int length = tear == 1 ? Math.max(20, octets.length - 8) : octets.length;
            return TestMessage.setLength(Arrays.copyOf(octets, length), length);
        });
    }

    private static Arbitrary<TestAvp> avp(int depth) {
        Arbitrary<Integer> codes = Arbitraries.of(1, 2, 3, 282, 283, -1);
        Arbitrary<Integer> flags = Arbitraries.of(TestAvp.M, TestAvp.V | TestAvp.M, TestAvp.V, 0, 0x20);
        Arbitrary<Integer> vendors = Arbitraries.of(0, 7);
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(10);
        Arbitrary<byte[]> letters = Arbitraries.strings()
                .withChars('a', 'b', 'c', 'ä', '$', '\\')
                .ofMaxLength(8)
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> number = Arbitraries.of(0, 1).map(n -> new byte[] {0, 0, 0, n.byteValue()});
        Arbitrary<byte[]> data = Arbitraries.oneOf(noise, letters, number);
        if (depth > 0) {
            Arbitrary<byte[]> group = avp(depth - 1).list().ofMaxSize(4).map(TestAvp::encode);
            Arbitrary<byte[]> torn = Combinators.combine(
                            group, Arbitraries.integers().between(0, 60))
                    .as((octets, cut) -> Arrays.copyOf(octets, Math.min(octets.length, cut)));
            data = Arbitraries.frequencyOf(Tuple.of(3, data), Tuple.of(5, group), Tuple.of(1, torn));
        }
        return Combinators.combine(codes, flags, vendors, data).as(TestAvp::raw);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        return Combinators.combine(Arbitraries.of(0, 0, 1, 2, 3), path(), value(), template())
                .as(AvpEditorFuzzTest::edit)
                .list()
                .ofMaxSize(5);
    }

    private static Edit edit(int kind, AvpPath path, EditValue value, EditValue.Template with) {
        Edit.Made plain = new Edit.Made(true, false);
        List<Edit.Made> made = Collections.nCopies(path.steps().size(), plain);
        return switch (kind) {
            case 0 -> new Edit.Set(path, value, made, "");
            case 1 -> new Edit.Add(path, value, made, "");
            case 2 -> new Edit.Remove(path, "");
            default -> new Edit.Replace(path, Pattern.compile("b+(a?)|ä"), with, "");
        };
    }

    private static Arbitrary<AvpPath> path() {
        Arbitrary<AvpPath.Guard> guard = Combinators.combine(Arbitraries.of(1, 2, 3), Arbitraries.of(0, 7))
                .as((code, vendor) -> new AvpPath.Guard(code, vendor, 1));
        return Combinators.combine(Arbitraries.of(1, 2, 3, 283, -1), Arbitraries.of(0, 0, 7), guard.injectNull(0.8))
                .as(AvpPath.Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(AvpPath::new);
    }

    private static Arbitrary<EditValue> value() {
        Arbitrary<EditValue> fixed = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(9)
                .map(octets -> new EditValue.Fixed(new String(octets, StandardCharsets.ISO_8859_1)));
        return Arbitraries.oneOf(fixed, template().map(t -> new EditValue.Template(withoutGroups(t))));
    }

    private static List<Part> withoutGroups(EditValue.Template template) {
        return template.parts().stream()
                .filter(part -> !(part instanceof Part.Captured))
                .toList();
    }

    private static Arbitrary<EditValue.Template> template() {
        return Arbitraries.<Part>of(
                        new Part.Literal("x$1\\ä"),
                        new Part.Avp(1),
                        new Part.Avp(99),
                        new Part.From(),
                        new Part.Captured(1))
                .list()
                .ofMaxSize(3)
                .map(EditValue.Template::new);
    }
}
