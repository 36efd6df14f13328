package io.realmgate.agent.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;

/**
 * What Linux says of processes in {@code /proc}: their processor time and memory so far.
 *
 * @param cpuSeconds user and system time of all threads that are or were, in steps of a hundredth
 * @param residentKib memory in use
 */
public record ProcessUsage(double cpuSeconds, long residentKib) {
    /** {@code USER_HZ}: the same on every Linux that Java runs on. */
    private static final double TICKS = 100;

    /** The sum over {@code pids}; nothing for none. Fails when one is not there. */
    public static ProcessUsage of(List<Long> pids) throws IOException {
        double cpu = 0;
        long resident = 0;
        for (long pid : pids) {
            Path process = Path.of("/proc", Long.toString(pid));
            cpu += cpuTicks(Files.readString(process.resolve("stat"))) / TICKS;
            resident += residentKib(Files.readString(process.resolve("status")));
        }
        return new ProcessUsage(cpu, resident);
    }

    /** Fields 14 and 15; the second one, the name, may hold blanks and ends with the last bracket. */
    static long cpuTicks(String stat) {
        StringTokenizer fields = new StringTokenizer(stat.substring(stat.lastIndexOf(')') + 1));
        for (int i = 3; i < 14; i++) {
            fields.nextToken();
        }
        return Long.parseLong(fields.nextToken()) + Long.parseLong(fields.nextToken());
    }

    static long residentKib(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
