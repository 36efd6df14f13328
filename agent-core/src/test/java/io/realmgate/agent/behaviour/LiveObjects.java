package io.realmgate.agent.behaviour;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** How many objects of a class something still refers to, in the whole of this JVM. */
final class LiveObjects {
    private LiveObjects() {}

    /** Collects all garbage first. */
    static int of(Class<?> type) {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            // A line is: 12:  3  96  package.Class
            return histogram
                    .lines()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(line -> line.length > 3 && line[3].equals(type.getName()))
                    .mapToInt(line -> Integer.parseInt(line[1]))
                    .sum();
        } catch (JMException e) {
            throw new AssertionError("no histogram of the heap", e);
        }
    }
}
