package io.realmgate.routing.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.realmgate.routing.check.Diagnostic;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * HOCON in which what is written is what counts: every key once, no include, no substitution, no
 * {@code +=}, no values side by side, at most {@value HoconText#MAX_LENGTH} characters and {@value
 * HoconText#MAX_DEPTH} levels. Safe to use on text from anywhere: it opens no file and no URL, and
 * its work grows with the length of the text.
 */
public final class StrictHocon {

    private static final ConfigParseOptions OPTIONS = ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setAllowMissing(false)
            .prependIncluder(new NoIncluder());

    private StrictHocon() {}

    /**
     * The file as a Config whose values know their line, or null if it is not strict HOCON; then at
     * least one error was added to {@code out}.
     */
    public static @Nullable Config parse(SourceFile file, List<Diagnostic> out) {
        Problems problems = new Problems(file.name(), out);
        List<HoconPart> parts = HoconScan.parts(file, "", problems);
        return parts.isEmpty() ? null : parse(file.text(), problems);
    }

    /**
     * Hands over a file in parts, one after the other, each with some elements of a list; of a file that is not strict
     * HOCON, nothing.
     *
     * @param list key of the list
     * @param problems says where values of the part at hand are written
     */
    static void parse(SourceFile file, String list, Problems problems, Consumer<Config> reader) {
        for (HoconPart part : HoconScan.parts(file, list, problems)) {
            problems.startAt(part.line());
            Config config = parse(part.of(file.text(), list), problems);
            if (config != null) {
                reader.accept(config);
            }
        }
        problems.startAt(1);
    }

    private static @Nullable Config parse(String text, Problems problems) {
        try {
            return ConfigFactory.parseString(text, OPTIONS);
        } catch (ConfigException e) {
            // The scan lets nothing through that the library is known to refuse; this is for the unknown.
            problems.error(e.origin(), "this is not HOCON: " + e.getMessage(), null);
            return null;
        }
    }
}
