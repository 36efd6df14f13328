package io.realmgate.routing.dictionary;

import io.realmgate.routing.model.ResultValue;
import java.util.List;

/**
 * What a network adds to the dictionary that comes with the program. It contradicts nothing there and nothing in itself.
 *
 * @param commands new ones, or some of the dictionary in more applications
 */
public record Additions(
        List<Application> applications,
        List<CommandDefinition> commands,
        List<AvpDefinition> avps,
        List<Result> results) {

    static final Additions NONE = new Additions(List.of(), List.of(), List.of(), List.of());

    public Additions {
        applications = List.copyOf(applications);
        commands = List.copyOf(commands);
        avps = List.copyOf(avps);
        results = List.copyOf(results);
    }

    /**
     * An application.
     *
     * @param name what diagnostics and explanations show
     * @param id Application-ID, 32 unsigned bits (RFC 6733 2.4)
     * @param also other accepted names
     */
    public record Application(String name, int id, List<String> also) {
        public Application {
            also = List.copyOf(also);
        }
    }

    /** The name of a Result-Code, or of an Experimental-Result-Code of a vendor. */
    public record Result(String name, ResultValue value) {}
}
