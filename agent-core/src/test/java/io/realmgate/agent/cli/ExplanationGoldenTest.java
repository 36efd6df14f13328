package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What operators read when they ask: each {@code golden/explain/x.args}, an argument a line, gives {@code x.txt} and with
 * {@code --json} {@code x.json}. Run with {@code -Dgolden.write=true} to write them anew, then read the difference.
 */
class ExplanationGoldenTest {
    private static final Path ROOT = Path.of("src/test/resources/golden/explain");

    static List<Path> questions() throws IOException {
        try (Stream<Path> all = Files.list(ROOT)) {
            return all.filter(path -> path.toString().endsWith(".args"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void readsAsExpected(Path question) throws IOException {
        compare(question, ".txt");
        compare(question, ".json", "--json");
    }

    private static void compare(Path question, String ending, String... more) throws IOException {
        List<String> args = new ArrayList<>(Files.readAllLines(question));
        args.addAll(List.of("--config", ROOT.resolve("agent.conf").toString()));
        args.addAll(List.of(more));
        StringWriter out = new StringWriter();
        int status = new CommandLine(new ExplainCommand())
                .setOut(new PrintWriter(out))
                .execute(args.toArray(String[]::new));
        assertThat(status).isZero();
        Path expected =
                question.resolveSibling(question.getFileName().toString().replace(".args", ending));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, out.toString());
        }
        assertThat(out).hasToString(Files.readString(expected));
    }
}
