package io.realmgate.agent.benchmark;

import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.parse.RuleSet;
import io.realmgate.routing.parse.RuleSetCompiler;
import io.realmgate.routing.parse.SourceFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** Texts of large rule sets, as benchmarks need them, and {@link #main how long} they take to compile. */
public final class ManyRules {

    private static final int GROUPS = 1_000;
    private static final int ROUNDS = 8;

    private ManyRules() {}

    /** What tells the rules apart. */
    public enum Shape {
        /** A realm each. */
        REALMS,
        /** In turn a realm, a suffix, a peer with an application, a group with one, an application and command, a host. */
        SPREAD,
        /** A range of IMSIs each, of one realm and application: the worst, since no dimension of the index parts them. */
        ALIKE
    }

    static SourceFile peers() {
        StringBuilder text = new StringBuilder("""
                peers = [ { identity = hss.home.example, realm = home.example } ]
                accept = [ { identity = "*.visited.example", realm = visited.example, group = g7 } ]
                groups {
                """);
        for (int i = 0; i < GROUPS; i++) {
            text.append("  g").append(i).append(" { members = [ hss.home.example ] }\n");
        }
        return new SourceFile("peers.conf", text.append("}\n").toString());
    }

    static SourceFile rules(int count, Shape shape) {
        StringBuilder text = new StringBuilder("rules = [\n");
        for (int i = 0; i < count; i++) {
            text.append("{ name = r").append(i).append(", match { ").append(match(i, shape));
            text.append(" }\n  action = relay, to = hss.home.example }\n");
        }
        return new SourceFile("rules.conf", text.append("]\n").toString());
    }

    private static String match(int i, Shape shape) {
        return switch (shape) {
            case REALMS -> "application = S6a, destination-realm = " + realm(i);
            case ALIKE -> "application = S6a, destination-realm = " + realm(0) + ", imsi = \"" + imsi(i) + "\"";
            case SPREAD ->
                switch (i % 6) {
                    case 0 -> "application = S6a, destination-realm = " + realm(i);
                    case 1 -> "destination-realm = \"*." + realm(i) + "\", command = ULR";
                    case 2 -> "from = mme" + i + ".visited.example, application = " + application(i);
                    case 3 -> "from = g" + i / 6 % GROUPS + ", application = " + application(i);
                    case 4 -> "application = " + application(i) + ", command = " + (1_000 + i % 7);
                    default -> "destination-host = hss" + i + ".home.example";
                };
        };
    }

    /** A realm as long as those of 3GPP networks. */
    static String realm(int i) {
        return "epc.mnc" + i % 1000 + ".mcc" + i / 1000 + ".3gppnetwork.org";
    }

    /** Fifteen digits. */
    static String imsi(int i) {
        return "0010199" + (10_000_000 + i);
    }

    static long application(int i) {
        return 16_800_000L + i / 50;
    }

    static RuleSet compile(SourceFile peers, SourceFile rules) {
        return RuleSetCompiler.compile(peers, List.of(rules), Dictionary.standard());
    }

    /** Times compiling so many rules (the argument) several times, and prints milliseconds. */
    public static void main(String[] args) {
        SourceFile peers = peers();
        SourceFile rules = rules(Integer.parseInt(args[0]), Shape.SPREAD);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            long used = threads.getCurrentThreadCpuTime();
            RuleSet set = compile(peers, rules);
            used = threads.getCurrentThreadCpuTime() - used;
            long passed = System.nanoTime() - start;
            System.out.printf(
                    "%,d characters, %d findings: %d ms, of them processor %d ms%n",
                    rules.text().length(), set.diagnostics().size(), passed / 1_000_000, used / 1_000_000);
        }
    }
}
