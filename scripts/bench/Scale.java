import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Makes tables and a plot of what scripts/bench/scale measured: the middle of each figure with its smallest and largest. Run by it as a
 * source file: results.tsv, the tables to write, a directory for the plot.
 */
public final class Scale {
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("peers", "Peers, all of them busy");
        PARTS.put("idle", "Idle peers beside six busy ones");
        PARTS.put("rules", "Rules");
        PARTS.put("pending", "Pending requests beside the usual traffic");
        PARTS.put("octets", "Octets of a request and of its answer");
        PARTS.put("agents", "Agents and event loops, sharing two processors with their generators");
    }

    /** One line of the results. */
    private record Run(double relaysPerCpuSecond, double relaysPerSecond, double p99, double mebibytes) {
        static Run of(String[] fields) {
            return new Run(
                    Double.parseDouble(fields[2]),
                    Double.parseDouble(fields[3]),
                    Double.parseDouble(fields[4]),
                    Double.parseDouble(fields[5]) / 1024);
        }

        double micros() {
            return 1e6 / relaysPerCpuSecond;
        }
    }

    /** The runs of one figure. */
    private record Cell(List<Run> runs) {
        double[] sorted(ToDoubleFunction<Run> figure) {
            return runs.stream().mapToDouble(figure).sorted().toArray();
        }

        double middle(ToDoubleFunction<Run> figure) {
            double[] sorted = sorted(figure);
            return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        }

        String text(ToDoubleFunction<Run> figure, String format) {
            double[] sorted = sorted(figure);
            String middle = String.format(Locale.ROOT, format, middle(figure));
            return sorted.length == 1
                    ? middle
                    : middle + String.format(
                            Locale.ROOT, " (" + format + " to " + format + ")", sorted[0], sorted[sorted.length - 1]);
        }
    }

    private final Map<String, Map<String, Cell>> parts = new LinkedHashMap<>();

    private Scale(List<String> lines) {
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            parts.computeIfAbsent(fields[0], part -> new LinkedHashMap<>())
                    .computeIfAbsent(fields[1], value -> new Cell(new ArrayList<>()))
                    .runs
                    .add(Run.of(fields));
        }
    }

    /** Reads the results, writes the tables and the script of the plot. */
    public static void main(String[] args) throws IOException {
        Scale scale = new Scale(Files.readAllLines(Path.of(args[0]), UTF_8));
        Files.writeString(Path.of(args[1]), scale.tables(), UTF_8);
        Path plots = Files.createDirectories(Path.of(args[2]));
        Files.writeString(plots.resolve("scale.gnuplot"), scale.plot(), UTF_8);
    }

    private String tables() {
        StringBuilder out = new StringBuilder();
        PARTS.forEach((part, title) -> {
            Map<String, Cell> rows = parts.get(part);
            if (rows != null) {
                out.append("\n### ").append(title).append("\n\n");
                out.append("| | us of processor time for each relay | to the first | relays/s | p99 us | MiB |\n");
                out.append("|---|---|---|---|---|---|\n");
                double first = rows.values().iterator().next().middle(Run::micros);
                rows.forEach((value, cell) -> out.append(row(value, cell, first)));
            }
        });
        return out.toString();
    }

    private static String row(String value, Cell cell, double first) {
        return "| " + String.join(
                        " | ",
                        isNumber(value) ? String.format(Locale.ROOT, "%,d", Long.parseLong(value)) : value,
                        cell.text(Run::micros, "%.2f"),
                        String.format(Locale.ROOT, "%.2f", cell.middle(Run::micros) / first),
                        cell.text(Run::relaysPerSecond, "%,.0f"),
                        cell.text(Run::p99, "%,.0f"),
                        String.format(Locale.ROOT, "%,.0f", cell.middle(Run::mebibytes)))
                + " |\n";
    }

    private static boolean isNumber(String value) {
        return value.chars().allMatch(Character::isDigit);
    }

    /** One picture for each part that grows, both scales logarithmic; whiskers from smallest to largest. */
    private String plot() {
        StringBuilder out = new StringBuilder("set terminal svg size 1000,560 font 'sans,11' background 'white'\n"
                + "set multiplot layout 2,3 title 'us of processor time for each relay'\n"
                + "set logscale xy\nset grid\nunset key\nset format x '%.0s%c'\nset yrange [0.2:*]\n");
        PARTS.forEach((part, title) -> {
            Map<String, Cell> rows = parts.get(part);
            if (rows != null && rows.keySet().stream().allMatch(Scale::isNumber)) {
                out.append("set title '").append(title).append("'\n$").append(part).append(" << END\n");
                rows.forEach((value, cell) -> {
                    double[] sorted = cell.sorted(Run::micros);
                    out.append(String.format(
                            Locale.ROOT,
                            "%s %f %f %f%n",
                            value,
                            cell.middle(Run::micros),
                            sorted[0],
                            sorted[sorted.length - 1]));
                });
                out.append("END\nplot $" + part + " using 1:2:3:4 with yerrorlines pointtype 7\n");
            }
        });
        return out.append("unset multiplot\n").toString();
    }
}
