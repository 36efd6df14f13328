package io.realmgate.agent.conformance;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;

/** Which tests show which demand: what carries {@link Conforms}, and scenarios of scripts/ with a line of {@code # conforms}. */
final class Evidence {
    private static final Path SCRIPTS = Path.of("../scripts");

    /** A line such as {@code # conforms 6733:2.1.1/any-stream}, which may be indented. */
    private static final Pattern IN_SCRIPT = Pattern.compile("^\\s*[#%] conforms ((?:\\S+ ?)+)$", Pattern.MULTILINE);

    private final Map<String, Set<String>> testsByDemand = new TreeMap<>();
    private final Set<String> notTests = new TreeSet<>();

    static Evidence collect() throws IOException {
        Evidence found = new Evidence();
        for (JavaClass c : new ClassFileImporter().importPackages("io.realmgate.agent")) {
            found.readClass(c);
        }
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.readScript(file);
            }
        }
        return found;
    }

    private void readClass(JavaClass c) {
        if (c.isAnnotatedWith(Conforms.class)) {
            add(c.getAnnotationOfType(Conforms.class), c.getSimpleName());
        }
        for (JavaMethod method : c.getMethods()) {
            if (method.isAnnotatedWith(Conforms.class)) {
                String name = c.getSimpleName() + "." + method.getName();
                if (!method.isMetaAnnotatedWith(Testable.class)) {
                    notTests.add(name);
                }
                add(method.getAnnotationOfType(Conforms.class), name);
            }
        }
    }

    private void readScript(Path file) throws IOException {
        Matcher line = IN_SCRIPT.matcher(Files.readString(file));
        while (line.find()) {
            add(List.of(line.group(1).trim().split(" ")), "scripts/" + SCRIPTS.relativize(file));
        }
    }

    private void add(Conforms conforms, String test) {
        add(List.of(conforms.value()), test);
    }

    private void add(List<String> demands, String test) {
        demands.forEach(
                id -> testsByDemand.computeIfAbsent(id, d -> new TreeSet<>()).add(test));
    }

    /** Tests by the identifier of what they show. */
    Map<String, Set<String>> testsByDemand() {
        return testsByDemand;
    }

    /** What claims to show something and is not run as a test. */
    Set<String> notTests() {
        return notTests;
    }
}
