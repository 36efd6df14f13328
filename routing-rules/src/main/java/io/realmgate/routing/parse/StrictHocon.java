package io.realmgate.routing.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.model.Place;
import java.util.List;
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
        if (!HoconScan.accepts(file, problems)) {
            return null;
        }
        try {
            return ConfigFactory.parseString(file.text(), OPTIONS);
        } catch (ConfigException e) {
            // The scan lets nothing through that the library is known to refuse; this is for the unknown.
            ConfigOrigin origin = e.origin();
            int line = origin == null ? 0 : Math.max(0, origin.lineNumber());
            problems.error(line, "this is not HOCON: " + e.getMessage(), null);
            return null;
        }
    }

    /** Where a value of a parsed file is written. */
    public static Place placeOf(ConfigValue value, String file) {
        return new Place(file, Math.max(0, value.origin().lineNumber()));
    }
}
