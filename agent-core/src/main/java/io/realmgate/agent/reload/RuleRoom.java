package io.realmgate.agent.reload;

import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.Place;
import java.nio.file.Path;
import java.util.Optional;

/** How much text of rules a heap has room for, so that too much of it ends in an error and not in an agent without memory. */
final class RuleRoom {

    /** 12 million characters were read with 25 octets for each; another set is in force meanwhile. */
    private static final int HEAP_OF_CHARACTER = 50;

    private RuleRoom() {}

    /**
     * What is to be said of a set that is too large.
     *
     * @param heap octets that there may be in all
     * @param directory where {@code agent.conf} lies
     */
    static Optional<Diagnostic> lack(FileSet files, long heap, Path directory) {
        long characters = files.texts().entrySet().stream()
                .filter(file -> file.getKey().startsWith(FileSet.RULES))
                .mapToLong(file -> file.getValue().length())
                .sum();
        long most = heap / HEAP_OF_CHARACTER;
        if (characters <= most) {
            return Optional.empty();
        }
        return Optional.of(Diagnostic.error(
                new Place(directory.resolve(FileSet.RULES).toString(), 0),
                "rules of " + characters + " characters are more than the " + most + " that the heap has room for",
                "give the agent " + ((characters * HEAP_OF_CHARACTER >> 20) + 1)
                        + " MB (-Xmx), or move what differs in subscribers alone into a table"));
    }
}
