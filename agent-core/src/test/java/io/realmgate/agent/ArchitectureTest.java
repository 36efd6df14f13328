package io.realmgate.agent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The one-way edges between the rooms (docs/decisions.md). A new room goes into {@link #EDGES} with the rooms that it may
 * use; a new edge is a decision and not a fix of this test.
 */
class ArchitectureTest {
    private static final String ROOT = "io.realmgate.agent";

    /** The name under which routing-rules stands in {@link #EDGES}. */
    private static final String RULES = "routing-rules";

    private static final String RULES_PACKAGES = "io.realmgate.routing..";

    /** Room -> rooms of ours that it may use besides itself and {@link #LEAVES}. */
    private static final Map<String, Set<String>> EDGES = Map.ofEntries(
            Map.entry("codec", Set.of()),
            Map.entry("transaction", Set.of("codec")),
            Map.entry("tls", Set.of(RULES)),
            Map.entry("transport", Set.of("codec", "tls")),
            Map.entry("peer", Set.of("transport", "transaction", "codec", "tls")),
            Map.entry("proxy", Set.of("codec", RULES)),
            Map.entry("session", Set.of("codec")),
            Map.entry("accounting", Set.of("codec")),
            Map.entry(
                    "forward",
                    Set.of("peer", "transport", "transaction", "codec", "proxy", "session", "accounting", RULES)),
            Map.entry("discovery", Set.of()),
            Map.entry("reload", Set.of(RULES)),
            Map.entry("decode", Set.of("codec", RULES)),
            Map.entry("admin", Set.of("peer", "reload", "tls", "decode", RULES)),
            Map.entry("simulate", Set.of("codec", "transport", "tls")),
            // Its requests are those that the simulator sends.
            Map.entry("load", Set.of("codec", "simulate", "tls")),
            // Its subcommands start the agent, check rules, decode messages, simulate peers and measure.
            Map.entry("cli", Set.of(ROOT, "simulate", "load", "reload", "codec", "decode", "tls", RULES)),
            Map.entry("config", Set.of(RULES)),
            Map.entry("metrics", Set.of()));

    /** Whom all may use, except the rooms that know nothing but bytes. */
    private static final Set<String> LEAVES = Set.of("config", "metrics");

    private static final Set<String> BYTES_ONLY = Set.of("codec", "transaction");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.realmgate");

    static Stream<String> rooms() {
        return EDGES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void usesOnlyTheRoomsBehindIt(String room) {
        Set<String> allowed = new HashSet<>(EDGES.getOrDefault(room, Set.of()));
        allowed.add(room);
        if (!BYTES_ONLY.contains(room) && !LEAVES.contains(room)) {
            allowed.addAll(LEAVES);
        }
        String[] packages = allowed.stream().map(ArchitectureTest::packagesOf).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(packagesOf(room))
                .should()
                .dependOnClassesThat(ours().and(DescribedPredicate.not(resideInAnyPackage(packages))))
                .because(room + " may use " + new TreeSet<>(allowed))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void everyRoomHasItsEdges() {
        Set<String> rooms = new TreeSet<>();
        for (JavaClass main : MAIN) {
            String name = main.getPackageName();
            if (name.startsWith(ROOT + ".")) {
                rooms.add(name.substring(ROOT.length() + 1).replaceAll("\\..*", ""));
            }
        }
        assertThat(rooms).contains("codec", "transport", "transaction").isSubsetOf(EDGES.keySet());
    }

    @Test
    void nobodyButTheCommandLineKnowsTheRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .because("the root wires the rooms together")
                .check(MAIN);
    }

    @Test
    void vertxIsForThoseWhoOwnSocketsAndVerticles() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT, ROOT + ".transport..", ROOT + ".admin..", ROOT + ".simulate..", ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .because(
                        "transport has the sockets, admin and simulate servers of their own, root and cli start verticles")
                .check(MAIN);
    }

    @Test
    void codecAndTransactionKnowOfNettyOnlyItsBuffers() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".codec..", ROOT + ".transaction..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.netty..").and(DescribedPredicate.not(resideInAPackage("io.netty.buffer"))))
                .because("they are bytes, maps and deadlines: no channel, loop or timer")
                .check(MAIN);
    }

    @Test
    void codecDoesNotLog() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".codec..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.slf4j..", "ch.qos.logback..", "java.util.logging..", "io.netty.util.internal..")
                .because("what is wrong with a message is a result, and subscriber data stays out of logs")
                .check(MAIN);
    }

    @Test
    void routingRulesArePure() {
        noClasses()
                .that()
                .resideInAPackage(RULES_PACKAGES)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty..", "java.nio.channels..", ROOT + ".."))
                .orShould()
                .dependOnClassesThat(describe(
                        "are threads or clocks",
                        type -> type.isEquivalentTo(Thread.class)
                                || type.isEquivalentTo(Clock.class)
                                || type.isEquivalentTo(Instant.class)))
                .because("a decision depends on the rules and on the message and on nothing else")
                .check(MAIN);
    }

    @Test
    void timeAndChanceAreHandedIn() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".cli..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .because("tests own the clock and the dice, and an event loop never sleeps")
                .check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = Stream.concat(
                        MAIN.getPackage(ROOT).getSubpackagesInTree().stream(),
                        MAIN.getPackage("io.realmgate.routing").getSubpackagesInTree().stream())
                .filter(each -> !each.getClasses().isEmpty() && !each.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertThat(unmarked)
                .as("packages without a package-info that says @NullMarked")
                .isEmpty();
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage("io.realmgate..");
    }

    private static String packagesOf(String room) {
        return switch (room) {
            case RULES -> RULES_PACKAGES;
            case ROOT -> ROOT;
            default -> ROOT + "." + room + "..";
        };
    }
}
