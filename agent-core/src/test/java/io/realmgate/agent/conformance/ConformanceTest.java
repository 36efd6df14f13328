package io.realmgate.agent.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * docs/conformance.md is what the tests say. Run with {@code -Dgolden.write=true} to write it anew, then read the
 * difference.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
    private static final Path PAGE = Path.of("../docs/conformance.md");

    private static final String HEAD = """
            # Conformance

            What RFC 6733 (sections 2, 3, 5, 6 and 7) and RFC 3539 (3.4 and appendix A) demand of an agent, and the tests that
            show it. The demands are in our words; those on clients and servers alone are left out. The tests carry the
            identifier of what they show, and this page is written from them: a demand without a test or a reason fails the
            build, and so does a page that differs.

            | section | demand | shown by | not, or not wholly, because |
            |---|---|---|---|
            """;

    private List<Demand> demands = List.of();
    private Evidence evidence = new Evidence();

    @BeforeAll
    void collect() throws IOException {
        demands = Demand.all();
        evidence = Evidence.collect();
    }

    @Test
    void everyDemandHasATestOrAReason() {
        List<String> unshown = demands.stream()
                .filter(demand -> demand.reservation().isEmpty())
                .map(Demand::id)
                .filter(id -> !evidence.testsByDemand().containsKey(id))
                .toList();
        assertThat(unshown).isEmpty();
    }

    /** What is said to be missing and has a test has been built. */
    @Test
    void whatIsMissingHasNoTest() {
        assertThat(demands.stream()
                        .filter(demand -> demand.reservation().startsWith("Not there yet."))
                        .map(Demand::id))
                .doesNotContainAnyElementsOf(evidence.testsByDemand().keySet());
    }

    @Test
    void identifiersAreThoseOfTheCatalogue() {
        List<String> known = demands.stream().map(Demand::id).toList();
        assertThat(known)
                .doesNotHaveDuplicates()
                .containsAll(evidence.testsByDemand().keySet());
    }

    @Test
    void whatShowsSomethingIsRun() {
        assertThat(evidence.notTests()).isEmpty();
    }

    @Test
    void thePageIsWhatTheTestsSay() throws IOException {
        String page = HEAD + demands.stream().map(this::row).collect(Collectors.joining());
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private String row(Demand demand) {
        String tests = evidence.testsByDemand().getOrDefault(demand.id(), Set.of()).stream()
                .map(test -> "`" + test + "`")
                .collect(Collectors.joining("<br>"));
        return "| %s | %s | %s | %s |\n".formatted(demand.section(), demand.text(), tests, demand.reservation());
    }
}
