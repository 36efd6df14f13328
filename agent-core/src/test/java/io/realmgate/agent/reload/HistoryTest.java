package io.realmgate.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static Generation generation(int number, String text) {
        FileSet files = FileSet.EMPTY.with("rules/a.conf", text);
        return new Generation(number, Instant.EPOCH, "test", List.of(), files, List.of(), 0, 0);
    }

    @Test
    void theOldestIsForgottenBeyondTheNumber() {
        History history = new History(3, 1000);
        for (int i = 1; i <= 5; i++) {
            history.add(generation(i, "x"));
        }
        assertThat(history.all()).extracting(Generation::number).containsExactly(3, 4, 5);
        assertThat(history.find(2)).isEmpty();
        assertThat(history.find(3)).isPresent();
    }

    @Test
    void theOldestAreForgottenBeyondTheOctetsButNeverTheLast() {
        History history = new History(50, 10);
        history.add(generation(1, "1234"));
        history.add(generation(2, "1234"));
        history.add(generation(3, "1234"));
        assertThat(history.all()).extracting(Generation::number).containsExactly(2, 3);
        history.add(generation(4, "12345678901234567890"));
        assertThat(history.all()).extracting(Generation::number).containsExactly(4);
    }

    @Test
    void aDiffHasTheLinesBetweenTheFirstAndTheLastDifference() {
        assertThat(LineDiff.of("f", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
                .isEqualTo("--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
        assertThat(LineDiff.of("f", null, "a\n")).isEqualTo("--- /dev/null\n+++ f\n@@ -0,0 +1,1 @@\n+a\n");
        assertThat(LineDiff.of("f", "a\n", null)).isEqualTo("--- f\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n");
        assertThat(LineDiff.of("f", "a\n", "a\na\n")).isEqualTo("--- f\n+++ f\n@@ -1,1 +1,2 @@\n a\n+a\n");
        assertThat(LineDiff.of("f", null, "x\n".repeat(1000))).endsWith("... 600 more lines\n");
    }
}
