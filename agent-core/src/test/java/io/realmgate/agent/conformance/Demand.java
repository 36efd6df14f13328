package io.realmgate.agent.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One demand of an RFC, a line of {@code conformance.tsv}.
 *
 * @param id {@code document:section/word}, as {@code 6733:6.1.9/route-record}
 * @param text what is demanded, in our words
 * @param reservation what is not met and why; empty when it is met wholly
 */
record Demand(String id, String text, String reservation) {
    private static final Path FILE = Path.of("src/test/resources/conformance.tsv");

    /** All, in the order of the file. */
    static List<Demand> all() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Demand::parse)
                .toList();
    }

    private static Demand parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length < 2 || fields.length > 3 || !fields[0].matches("\\d+:[0-9A.]+/[\\w-]+")) {
            throw new IllegalArgumentException(FILE + ": not a demand: " + line);
        }
        return new Demand(fields[0], fields[1], fields.length == 3 ? fields[2] : "");
    }

    /** The document and section, as {@code RFC 6733 6.1.9}. */
    String section() {
        return "RFC " + id.substring(0, id.indexOf('/')).replace(":", " ");
    }
}
