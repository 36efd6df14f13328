package io.realmgate.routing.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StrictHoconTest {

    private final List<Diagnostic> found = new ArrayList<>();

    private Config accepted(String text) {
        Config config = StrictHocon.parse(new SourceFile("f", text), found);
        assertThat(found).isEmpty();
        return Objects.requireNonNull(config);
    }

    private String refused(String text) {
        assertThat(StrictHocon.parse(new SourceFile("f", text), found)).isNull();
        assertThat(found).isNotEmpty();
        return found.get(0).text();
    }

    @Test
    void whatOperatorsWriteIsAccepted() {
        Config config = accepted("""
                # a comment
                agent {
                  identity = dra1.transit.example   // another
                  "realm" : "transit.example",
                  listen = [ { port = 3868 }, { port = 5868 }
                             { port = 3869 }, ]
                  timers { watchdog = 30s, request = 5 s }
                  limits.message-size = 2 MiB
                  limits.connections = 10
                  path = /etc/realmgate/x.pem
                  text = \"""several
                    lines "quoted"\"""
                  escaped = "a\\"b\\\\c\\u0041"
                  address =
                    10.1.0.11
                }
                """);
        assertThat(config.getString("agent.identity")).isEqualTo("dra1.transit.example");
        assertThat(config.getString("agent.realm")).isEqualTo("transit.example");
        assertThat(config.getConfigList("agent.listen")).hasSize(3);
        assertThat(config.getDuration("agent.timers.request")).hasSeconds(5);
        assertThat(config.getBytes("agent.limits.message-size")).isEqualTo(2 << 20);
        assertThat(config.getInt("agent.limits.connections")).isEqualTo(10);
        assertThat(config.getString("agent.text")).isEqualTo("several\n    lines \"quoted\"");
        assertThat(config.getString("agent.escaped")).isEqualTo("a\"b\\cA");
        assertThat(config.getString("agent.address")).isEqualTo("10.1.0.11");
    }

    @Test
    void bracesCommentsAndLineEndsOfEveryKind() {
        assertThat(accepted("{ a = 1 }").getInt("a")).isEqualTo(1);
        assertThat(accepted("\uFEFFa = 1\r\nb = 2\r\n").getInt("b")).isEqualTo(2);
        assertThat(accepted("a = 1 # one\n\n,b = 2// two").getInt("b")).isEqualTo(2);
        assertThat(accepted("a\n{\nb = 1\n}\n").getInt("a.b")).isEqualTo(1);
        assertThat(accepted("a = \"\"\n").getString("a")).isEmpty();
        assertThat(accepted("a = \"\"\"x\"\"\"\"").getString("a")).isEqualTo("x\"");
        assertThat(accepted("a = \"include\", b = include").getString("b")).isEqualTo("include");
        assertThat(accepted("a = \"${x}\", b = \"*.x\"").getString("a")).isEqualTo("${x}");
        assertThat(accepted("").isEmpty()).isTrue();
    }

    @Test
    void everyValueKnowsItsLine() {
        Config config = accepted("a = [\n  { b = 1 }\n  { b = \"\"\"x\n\"\"\"\n c = 2 }\n]\nd = 3");
        Problems problems = new Problems("f", found);
        assertThat(problems.place(config.getValue("d"))).isEqualTo(new Place("f", 7));
        assertThat(problems.place(config.getList("a").get(1)).line()).isEqualTo(3);
        assertThat(problems.place(config.getConfigList("a").get(1).getValue("c"))
                        .line())
                .isEqualTo(5);
    }

    @Test
    void aLongListComesInPartsThatKnowTheirLines() {
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < 3 * HoconPart.ENOUGH / 40; i++) {
            String comma = i % 3 == 0 ? "," : "";
            elements.append("  # ] one more }\n  { b = \"\"\"[\n")
                    .append(i)
                    .append("\"\"\" }")
                    .append(comma)
                    .append('\n');
        }
        for (String around : List.of(
                "%s",
                "other = [ 1, 2 ]\nlist = [%s]\nlast = 3\n",
                "\uFEFF# {\n{ \"list\" : [ # some\n%s], last = 4, }\n# the end",
                "list = [\n%s{ b = x }]")) {
            String text =
                    String.format(Locale.ROOT, around, around.length() == 2 ? "list=[" + elements + "]" : elements);
            Config whole = accepted(text);
            Problems problems = new Problems("f", found);
            List<String> expected = described(whole, problems);
            List<String> inParts = new ArrayList<>();
            AtomicInteger parts = new AtomicInteger();
            StrictHocon.parse(new SourceFile("f", text), "list", problems, part -> {
                parts.incrementAndGet();
                inParts.addAll(described(part, problems));
            });
            assertThat(found).isEmpty();
            assertThat(inParts).isEqualTo(expected);
            assertThat(parts.get()).isGreaterThan(2);
        }
    }

    private static List<String> described(Config config, Problems problems) {
        List<String> described = new ArrayList<>();
        for (String key : List.of("other", "list", "last")) {
            if (config.hasPath(key) && config.getValue(key) instanceof ConfigList list) {
                list.forEach(value ->
                        described.add(problems.place(value).line() + value.render(ConfigRenderOptions.concise())));
            } else if (config.hasPath(key)) {
                described.add(problems.place(config.getValue(key)) + key);
            }
        }
        return described;
    }

    @Test
    void whatIsWrongInALaterPartIsToldWithItsLine() {
        String text = "rules = [\n" + "{ name = x }\n".repeat(HoconPart.ENOUGH / 10) + "{ name = y, nmae = z }\n]";
        Problems problems = new Problems("f", found);
        StrictHocon.parse(new SourceFile("f", text), "rules", problems, part -> {
            for (ConfigValue value : part.getList("rules")) {
                if (((ConfigObject) value).containsKey("nmae")) {
                    problems.error(value, "here", null);
                }
            }
        });
        assertThat(found).extracting(Diagnostic::text).containsExactly("f:" + (HoconPart.ENOUGH / 10 + 2) + ": here");
    }

    @Test
    void linesInsideLongStringsAreCountedInMessages() {
        assertThat(refused("a = \"\"\"x\n\n\"\"\"\nb = ${x}")).startsWith("f:4: ");
    }

    @Test
    void deepNestingIsRefusedWithoutDescending() {
        for (String level : List.of("[", "{a=", "{a", "{a:[", "a.", "a{", "a.a{", "\"a\".", "a=[")) {
            found.clear();
            assertThat(refused("x = " + level.repeat(20_000))).contains("f:1: ");
            found.clear();
            assertThat(refused(level.repeat(20_000))).contains("f:1: ");
        }
        assertThat(refused("x = " + "[".repeat(64))).isNotNull();
        found.clear();
        accepted("x = " + "[".repeat(62) + "]".repeat(62));
        assertThat(refused("x = " + "[".repeat(70) + "]".repeat(70))).contains("within each other");
    }

    @Test
    void aLargeFileIsRefusedUnread() {
        assertThat(refused(" ".repeat(HoconText.MAX_LENGTH + 1))).contains("longer than");
    }

    @Test
    void manyMistakesAreReportedAsFarAsAnybodyReads() {
        refused("a = 1\n".repeat(100_000));
        assertThat(found).hasSize(201);
        assertThat(found.get(200).text()).contains("more than 200");
    }

    @Test
    void dottedKeysAreBoundedBecauseTheLibraryMergesThemOneByOne() {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < KeyTree.MAX_DOTTED; i++) {
            keys.append("a.b.k").append(i).append(" = 1\n");
        }
        assertThat(accepted(keys.toString()).getConfig("a.b").root()).hasSize(KeyTree.MAX_DOTTED);
        assertThat(refused(keys + "a.b.c = 1"))
                .isEqualTo("f:101: more than 100 dotted keys add to one object (write it with braces)");
        found.clear();
        accepted("a.b.c.d.e.f.g.h = 1");
        assertThat(refused("a.b.c.d.e.f.g.h.i = 1")).contains("more than 8 parts");
    }

    @Test
    void includesOfEveryKindAreRefusedByTheSecondLockToo() {
        NoIncluder includer = new NoIncluder();
        assertThat(includer.withFallback(includer)).isSameAs(includer);
        for (String what :
                List.of("\"x\"", "file(\"x\")", "url(\"file:x\")", "classpath(\"x\")", "required(file(\"x\"))")) {
            found.clear();
            assertThat(refused("include " + what)).contains("include");
        }
    }
}
