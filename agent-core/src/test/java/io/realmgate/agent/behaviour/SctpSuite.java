package io.realmgate.agent.behaviour;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests that need SCTP where it has to be there: in the virtual machine of {@code scripts/interop/sctp}. A test
 * that is skipped there is a failure. A line for each test; exits with 0 when all have passed.
 */
final class SctpSuite implements TestExecutionListener {
    private static final List<Class<?>> TESTS = List.of(SctpTest.class, SctpSimulationTest.class, SctpPathsTest.class);

    private int passed;
    private int failed;
    private long began;

    public static void main(String[] args) {
        SctpSuite suite = new SctpSuite();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(TESTS.stream().map(DiscoverySelectors::selectClass).toList())
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .build();
        LauncherFactory.create().execute(request, suite);
        say(suite.passed + " passed, " + suite.failed + " failed");
        System.exit(suite.failed == 0 && suite.passed > 0 ? 0 : 1);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        began = System.nanoTime();
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        failed++;
        say("FAIL " + test.getDisplayName() + " was skipped: " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean good = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (good && test.isTest()) {
            passed++;
            say("PASS " + test.getDisplayName() + " (" + (System.nanoTime() - began) / 1_000_000 + " ms)");
        } else if (!good) {
            failed++;
            say("FAIL " + test.getDisplayName());
            result.getThrowable().ifPresent(e -> e.printStackTrace(System.out));
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
