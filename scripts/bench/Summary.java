import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
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
 * Makes tables and plots of what the generator printed: medians with smallest and largest, and ratios to freeDiameter. Run by
 * scripts/bench/run as a source file: results.jsonl, the tables to write, a directory for plots.
 */
public final class Summary {
    private static final Map<String, String> RELAYS = new LinkedHashMap<>();
    private static final Map<String, String> WORK = new LinkedHashMap<>();

    /** Those that others are compared with. */
    private static final Map<String, String> SHORT =
            Map.of("freediameter", "freeDiameter", "haproxy", "HAProxy", "rules-10", "10 rules");

    static {
        RELAYS.put("agent", "this agent");
        RELAYS.put("freediameter", "freeDiameter");
        RELAYS.put("otp", "OTP diameter");
        RELAYS.put("haproxy", "HAProxy (bytes only)");
        RELAYS.put("floor", "lower bound");
        RELAYS.put("rules-10", "10 rules, one of which relays");
        RELAYS.put("rules-10000", "10,000 rules, and a table of 1,000,000 IMSIs that says where to");
        RELAYS.put("rules-proxy", "10 rules, one of which rewrites two AVPs by others as long");
        RELAYS.put("rules-lengths", "10 rules, one of which rewrites two AVPs by others of other lengths");
        RELAYS.put("rules-loops", "10 rules, two event loops, not bound to one processor");
        WORK.put("w64", "4 x 2, window 64, 400 octets");
        WORK.put("b1500", "4 x 2, window 64, 1,500 octets");
        WORK.put("w256", "16 x 4, window 256");
        WORK.put("w1", "1 x 1, window 1, one processor");
        WORK.put("r10000", "10,000 a second");
        WORK.put("r50000", "50,000 a second");
        WORK.put("tls", "4 x 2, window 64, 400 octets, TLS on both sides");
    }

    /** Runs of one relay on one work. */
    private record Cell(List<JsonObject> runs) {
        double median(ToDoubleFunction<JsonObject> figure) {
            double[] sorted = sorted(figure);
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        double[] sorted(ToDoubleFunction<JsonObject> figure) {
            return runs.stream().mapToDouble(figure).sorted().toArray();
        }

        String text(ToDoubleFunction<JsonObject> figure) {
            double[] sorted = sorted(figure);
            String median = number(median(figure));
            return sorted.length == 1
                    ? median
                    : median + " (" + number(sorted[0]) + " to " + number(sorted[sorted.length - 1]) + ")";
        }
    }

    private final Map<String, Map<String, Cell>> cells = new LinkedHashMap<>();

    private Summary(Path results) throws IOException {
        for (String line : Files.readAllLines(results, UTF_8)) {
            JsonObject run = new JsonObject(line);
            String[] label = run.getString("label").split("\\|");
            cells.computeIfAbsent(label[1], work -> new LinkedHashMap<>())
                    .computeIfAbsent(label[0], relay -> new Cell(new ArrayList<>()))
                    .runs
                    .add(run);
        }
    }

    /** Reads what the generator printed, writes the tables and the scripts of the plots. */
    public static void main(String[] args) throws IOException {
        Summary summary = new Summary(Path.of(args[0]));
        Files.writeString(Path.of(args[1]), summary.tables(), UTF_8);
        Path plots = Files.createDirectories(Path.of(args[2]));
        Files.writeString(
                plots.resolve("relays-per-cpu-second.gnuplot"),
                summary.plot("relays for each second of processor time", run -> run.getDouble("relays_per_cpu_s")),
                UTF_8);
        Files.writeString(
                plots.resolve("p99.gnuplot"), summary.plot("p99 in us", run -> run.getDouble("p99_us")), UTF_8);
    }

    private String tables() {
        StringBuilder out = new StringBuilder();
        WORK.forEach((work, title) -> {
            Map<String, Cell> row = cells.get(work);
            if (row != null) {
                out.append(table(title, work.equals("tls") ? "haproxy" : "freediameter", row));
            }
        });
        return out.toString();
    }

    /** @param usual whom the others are compared with, unless the agent is compared with itself */
    private static String table(String title, String usual, Map<String, Cell> row) {
        String other = row.containsKey("rules-10") ? "rules-10" : usual;
        StringBuilder out = new StringBuilder("\n### " + title + "\n\n"
                + "| relay | relays for each processor-second | to " + SHORT.get(other)
                + " | relays/s | p50 us | p99 us | p99.9 us |"
                + " MiB | generator busy | lost, faults |\n|---|---|---|---|---|---|---|---|---|---|\n");
        RELAYS.forEach((relay, name) -> {
            Cell cell = row.get(relay);
            if (cell != null) {
                out.append(line(name, cell, row.get(other)));
            }
        });
        return out.toString();
    }

    private static String line(String name, Cell cell, Cell other) {
        ToDoubleFunction<JsonObject> cost = run -> run.getDouble("relays_per_cpu_s");
        String ratio = other == null ? "-" : ratio(cell.median(cost) / other.median(cost));
        double lost = cell.runs.stream().mapToLong(run -> run.getLong("lost")).sum();
        long faults = cell.runs.stream()
                .flatMap(run -> run.getJsonObject("faults").stream())
                .mapToLong(fault -> ((Number) fault.getValue()).longValue())
                .sum();
        return "| " + String.join(
                        " | ",
                        name,
                        cell.text(cost),
                        ratio,
                        cell.text(run -> run.getDouble("rps")),
                        cell.text(run -> run.getDouble("p50_us")),
                        cell.text(run -> run.getDouble("p99_us")),
                        cell.text(run -> run.getDouble("p999_us")),
                        number(cell.sorted(run -> run.getLong("relay_rss_kib") / 1024.0)[cell.runs.size() - 1]),
                        number(100 * cell.median(run -> run.getDouble("generator_busy"))) + " %",
                        number(lost) + ", " + faults)
                + " |\n";
    }

    /** Bars with a logarithmic scale: one group for each work, one bar for each relay, whiskers from smallest to largest. */
    private String plot(String title, ToDoubleFunction<JsonObject> figure) {
        StringBuilder out = new StringBuilder("set terminal svg size 900,480 font 'sans,12' background 'white'\n"
                + "set title '" + title + "'\nset logscale y\nset yrange [1:]\nset style data histograms\n"
                + "set style histogram errorbars gap 1 lw 1\nset style fill solid 0.6 border\n"
                + "set key outside top center horizontal\nset grid y\nset format y '%.0s%c'\n$data << END\n");
        List<String> shown = new ArrayList<>();
        RELAYS.keySet().stream()
                .filter(relay -> cells.values().stream().anyMatch(row -> row.containsKey(relay)))
                .forEach(shown::add);
        WORK.keySet().stream().filter(cells::containsKey).forEach(work -> {
            out.append(work);
            for (String relay : shown) {
                Cell cell = cells.get(work).get(relay);
                if (cell == null) {
                    out.append(" NaN NaN NaN");
                } else {
                    double[] sorted = cell.sorted(figure);
                    out.append(String.format(
                            Locale.ROOT, " %f %f %f", cell.median(figure), sorted[0], sorted[sorted.length - 1]));
                }
            }
            out.append('\n');
        });
        out.append("END\nplot ");
        for (int i = 0; i < shown.size(); i++) {
            int column = 2 + 3 * i;
            out.append(i == 0 ? "" : ", ")
                    .append("$data using " + column + ":" + (column + 1) + ":" + (column + 2))
                    .append(i == 0 ? ":xtic(1)" : "")
                    .append(" title '" + RELAYS.get(shown.get(i)) + "'");
        }
        return out.append('\n').toString();
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, value >= 10 ? "%,.1f" : "%.2f", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.1f", value);
    }
}
