package io.realmgate.agent.cli;

import io.realmgate.agent.simulate.Behaviour;
import io.realmgate.agent.simulate.message.Result;
import io.realmgate.routing.dictionary.Dictionary;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a simulated node answers. */
final class BehaviourOptions {
    @Option(
            names = "--result",
            paramLabel = "RESULT",
            converter = ResultConverter.class,
            description = "Answer with this instead of success: 3004, DIAMETER_TOO_BUSY, or 10415/5001 for an"
                    + " Experimental-Result of that vendor.")
    private Result result = Result.NONE;

    @Option(names = "--delay", defaultValue = "0", paramLabel = "MS", description = "Hold each answer back.")
    private int delay;

    @Option(
            names = "--out-of-order",
            defaultValue = "0",
            paramLabel = "N",
            description = "Gather N answers and send them in reverse order.")
    private int shuffle;

    @Option(
            names = "--silent-every",
            defaultValue = "0",
            paramLabel = "N",
            description = "Do not answer every N-th request; 1: none at all.")
    private int silentEvery;

    Behaviour behaviour() {
        return new Behaviour(result, Duration.ofMillis(delay), shuffle, silentEvery);
    }

    /** Reads a result by number, vendor and number, or name. */
    static final class ResultConverter implements ITypeConverter<Result> {
        @Override
        public Result convert(String text) {
            Optional<Integer> named = Dictionary.standard().resultCode(text);
            if (named.isPresent()) {
                return new Result(named.get(), 0);
            }
            int slash = text.indexOf('/');
            try {
                return slash < 0
                        ? new Result(Integer.parseInt(text), 0)
                        : new Result(
                                Integer.parseInt(text.substring(slash + 1)),
                                Integer.parseInt(text.substring(0, slash)));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("\"" + text + "\" is not a result");
            }
        }
    }
}
