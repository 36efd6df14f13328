package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Prometheus text format 0.0.4, read strictly: whatever a scraper would refuse fails the test. */
final class PrometheusText {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern META = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{((?:" + LABEL + ",?)*)})? (NaN|[+-]?Inf|[-+0-9.eE]+)");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");

    private final Map<String, String> types = new HashMap<>();
    private final Set<String> helped = new HashSet<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Set<String> finished = new HashSet<>();
    private String family = "";

    private PrometheusText() {}

    /** All samples by name and labels, without a comma behind the last label. */
    static Map<String, Double> parse(String text) {
        assertThat(text).endsWith("\n");
        PrometheusText parser = new PrometheusText();
        text.lines().forEach(parser::line);
        parser.types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                parser.checkHistogram(name);
            }
        });
        return parser.samples;
    }

    private void line(String line) {
        if (line.startsWith("#")) {
            meta(line);
        } else {
            sample(line);
        }
    }

    private void meta(String line) {
        Matcher meta = META.matcher(line);
        assertThat(meta.matches()).as(line).isTrue();
        String name = meta.group(2);
        if (meta.group(1).equals("HELP")) {
            assertThat(helped.add(name)).as("a second " + line).isTrue();
        } else {
            assertThat(TYPES).as(line).contains(meta.group(3));
            assertThat(types.put(name, meta.group(3))).as("a second " + line).isNull();
        }
        if (!family.equals(name)) {
            assertThat(finished.add(family))
                    .as("the family %s in two pieces", family)
                    .isTrue();
            family = name;
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        String name = sample.group(1);
        assertThat(name).as("outside of its family").startsWith(family);
        assertThat(types).containsKey(family);
        String labels = sample.group(2) == null ? "" : sample.group(2).replaceFirst(",$", "");
        double value = number(sample.group(3));
        if ("counter".equals(types.get(family))) {
            assertThat(value).as(line).isNotNegative();
        }
        assertThat(samples.put(labels.isEmpty() ? name : name + "{" + labels + "}", value))
                .as("a second " + line)
                .isNull();
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** Buckets rise, the last is +Inf and equals the count. */
    private void checkHistogram(String name) {
        Map<String, TreeMap<Double, Double>> byLabels = new HashMap<>();
        samples.forEach((key, value) -> {
            Matcher bucket =
                    Pattern.compile(name + "_bucket\\{(.*),le=\"([^\"]*)\"}").matcher(key);
            if (bucket.matches()) {
                byLabels.computeIfAbsent(bucket.group(1), l -> new TreeMap<>()).put(number(bucket.group(2)), value);
            }
        });
        byLabels.forEach((labels, buckets) -> {
            List<Double> counts = new ArrayList<>(buckets.values());
            assertThat(counts).as(name + labels).isSorted();
            assertThat(buckets.lastKey()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(samples.get(name + "_count{" + labels + "}")).isEqualTo(counts.get(counts.size() - 1));
            assertThat(samples).containsKey(name + "_sum{" + labels + "}");
        });
    }
}
