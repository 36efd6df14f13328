package io.realmgate.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * README.md or a page of docs/, and what in it is to be executed:
 *
 * <ul>
 *   <li>A {@code hocon} or {@code csv} block is one file; its first line says which: {@code # conf/rules/50-home.conf}. All
 *       files of a page are one configuration; those that it does not show are the shipped ones, but without their peers and
 *       rules. Files of {@code conf/rules-test} are run: their tests pass.
 *   <li>Such a block right before a block of {@code conf/file.conf:line: …} is wrong on purpose: {@code check} says
 *       just these lines. A wrong rule file or table joins the page's configuration, any other file stands alone.
 *   <li>In a {@code sh} block, or one of no kind, lines that begin with {@code scripts/} or {@code curl} are commands; what
 *       follows two blanks is a remark. So are {@code scripts/agent …} and {@code curl …} in running text.
 *   <li>A {@code log} block has lines of the agent's log, without their beginning.
 * </ul>
 *
 * @param name as in {@code docs/rules.md}
 * @param prose the text without blocks
 */
record DocumentedPage(String name, String text, String prose, List<Block> blocks) {
    /** The repository. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String FENCE = "```";
    private static final Pattern FILE = Pattern.compile("# (conf/\\S+\\.(?:conf|csv))\\b.*");
    private static final Pattern DIAGNOSTIC = Pattern.compile("conf/\\S+\\.(?:conf|csv)(:\\d+)?: .+");
    private static final Pattern COMMAND = Pattern.compile("([A-Z_]+=\\S+ )*(scripts/|curl )\\S.*");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");

    /** What stands between two fences. */
    record Block(String kind, String text) {
        List<String> lines() {
            return text.lines().toList();
        }

        boolean isDiagnostics() {
            return kind.isEmpty() && DIAGNOSTIC.matcher(lines().get(0)).matches();
        }

        boolean isFile() {
            return kind.equals("hocon") || kind.equals("csv");
        }

        String file() {
            Matcher first = FILE.matcher(lines().get(0));
            if (!first.matches()) {
                throw new AssertionError("the first line of a hocon or csv block must say which file it is:\n" + text);
            }
            return first.group(1);
        }
    }

    /** Writes files by their names below {@code root}, an empty directory. */
    static void write(Map<String, String> files, Path root) throws IOException {
        Files.createDirectories(root.resolve("conf/rules"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** Files that are wrong on purpose, by name, and what {@code check} says about them. */
    record Mistake(Map<String, String> files, String diagnostics) {}

    static List<DocumentedPage> all() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
                    .filter(path -> path.toString().endsWith(".md"))
                    .map(DocumentedPage::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DocumentedPage named(String name) {
        return read(ROOT.resolve(name));
    }

    private static DocumentedPage read(Path path) {
        try {
            String text = Files.readString(path);
            String prose = BLOCK.matcher(text).replaceAll("");
            return new DocumentedPage(ROOT.relativize(path).toString(), text, prose, blocks(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        StringBuilder inside = null;
        String kind = "";
        for (String line : text.lines().toList()) {
            if (!line.startsWith(FENCE)) {
                if (inside != null) {
                    inside.append(line).append('\n');
                }
            } else if (inside == null) {
                inside = new StringBuilder();
                kind = line.substring(FENCE.length()).strip();
            } else {
                blocks.add(new Block(kind, inside.toString()));
                inside = null;
            }
        }
        return blocks;
    }

    /** The files of the page by name, without those that are wrong on purpose. */
    Map<String, String> configuration() {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.isFile() && !isMistake(i) && files.put(block.file(), block.text()) != null) {
                throw new AssertionError(name + " shows " + block.file() + " twice");
            }
        }
        return files;
    }

    List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (isMistake(i)) {
                Block wrong = blocks.get(i);
                boolean joins =
                        wrong.file().startsWith("conf/rules/") || wrong.file().startsWith("conf/tables/");
                Map<String, String> files = joins ? configuration() : new LinkedHashMap<>();
                files.put(wrong.file(), wrong.text());
                mistakes.add(new Mistake(files, blocks.get(i + 1).text()));
            }
        }
        return mistakes;
    }

    private boolean isMistake(int index) {
        return blocks.get(index).isFile()
                && index + 1 < blocks.size()
                && blocks.get(index + 1).isDiagnostics();
    }

    /** Diagnostics that stand behind no file, so that nothing says what they are about. */
    List<String> strayDiagnostics() {
        List<String> stray = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (i == 0 || !isMistake(i - 1)) {
                blocks.get(i).lines().stream()
                        .filter(line -> DIAGNOSTIC.matcher(line).matches())
                        .forEach(stray::add);
            }
        }
        return stray;
    }

    List<String> logLines() {
        return blocks.stream()
                .filter(block -> block.kind().equals("log"))
                .flatMap(block -> block.lines().stream())
                .toList();
    }

    Set<String> commands() {
        Set<String> commands = new LinkedHashSet<>();
        for (Block block : blocks) {
            if (block.kind().isEmpty() || block.kind().equals("sh")) {
                block.lines().stream()
                        .filter(line -> COMMAND.matcher(line).matches())
                        .forEach(line -> commands.add(line.replaceFirst(" {2,}.*", "")));
            }
        }
        codes().stream()
                .filter(code -> code.startsWith("scripts/agent ") || code.startsWith("curl "))
                .filter(code -> !code.contains("…"))
                .forEach(commands::add);
        return commands;
    }

    /** What stands between backticks in running text and tables. */
    Set<String> codes() {
        return codes(prose);
    }

    /** What stands between backticks in a cell of a table. */
    static Set<String> codes(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /** The cells of all rows of tables, heads included. */
    List<List<String>> rows() {
        return text.lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> Stream.of(line.substring(1).split("(?<!\\\\)\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
