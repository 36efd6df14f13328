package io.realmgate.agent.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Files that change together, and the journal that says so: while it lies beside {@code agent.conf}, the change is decided
 * and what is missing of it is still to be done. Whoever reads the files meanwhile reads them as if it were done.
 *
 * <p>In the journal each line is a {@link Step}: entity tag before, entity tag after, name; {@code -} for no file.
 */
record FileSwap(List<Step> steps) {
    /** It does not end in {@code .conf}, and so is no rule file. */
    static final String JOURNAL = ".realmgate.change";

    private static final String HEAD =
            "# Files that are being changed together. The agent finishes this when it starts or reloads.";
    private static final String NO_FILE = "-";

    FileSwap {
        steps = List.copyOf(steps);
    }

    /**
     * One file.
     *
     * @param name in a {@link FileSet}
     * @param before entity tag of what it was; null if it was not there
     * @param after entity tag of what it will be; null if it is to be removed
     */
    record Step(
            String name, @Nullable String before, @Nullable String after) {
        private static Step of(String name, FileSet before, FileSet after) {
            return new Step(name, tag(before.text(name)), tag(after.text(name)));
        }

        /** Whether a file with this text, null for none, is still as it was. */
        boolean isAhead(@Nullable String text) {
            String tag = tag(text);
            return before == null ? tag == null : before.equals(tag);
        }

        /** Whether {@code text} is what the file is to be. */
        boolean isNew(@Nullable String text) {
            return after != null && after.equals(tag(text));
        }

        private static @Nullable String tag(@Nullable String text) {
            return text == null ? null : Precondition.tagOf(text);
        }
    }

    static FileSwap between(FileSet before, FileSet after) {
        TreeSet<String> names = new TreeSet<>(before.texts().keySet());
        names.addAll(after.texts().keySet());
        return new FileSwap(names.stream()
                .map(name -> Step.of(name, before, after))
                .filter(step -> step.after() == null || !step.after().equals(step.before()))
                .toList());
    }

    FileSwap reversed() {
        return new FileSwap(steps.stream()
                .map(step -> new Step(step.name(), step.after(), step.before()))
                .toList());
    }

    /** Where the new text of a file lies until it is renamed: beside it, with no name of a rule file. */
    static Path beside(Path target, Step step) {
        String tag = String.valueOf(step.after()).replace("\"", "");
        return target.resolveSibling("." + target.getFileName() + "." + tag + ".new");
    }

    /** What {@code file} is, when an operator has made it a symbolic link: the link stays one. */
    static Path target(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file;
    }

    String journal() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        for (Step step : steps) {
            text.append(word(step.before()))
                    .append(' ')
                    .append(word(step.after()))
                    .append(' ')
                    .append(step.name())
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * The change whose journal lies in {@code directory}.
     *
     * @throws IOException also when it is no journal
     */
    static Optional<FileSwap> interrupted(Path directory) throws IOException {
        String text = read(directory.resolve(JOURNAL));
        if (text == null) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        for (String line : text.lines().skip(1).toList()) {
            String[] words = line.split(" ", 3);
            if (words.length < 3 || !text.startsWith(HEAD)) {
                throw new IOException("is no journal of the agent; remove it");
            }
            steps.add(new Step(words[2], tag(words[0]), tag(words[1])));
        }
        return Optional.of(new FileSwap(steps));
    }

    /** The text of a file, null if there is none. */
    static @Nullable String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static String word(@Nullable String tag) {
        return tag == null ? NO_FILE : tag;
    }

    private static @Nullable String tag(String word) {
        return word.equals(NO_FILE) ? null : word;
    }
}
