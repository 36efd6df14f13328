package io.realmgate.agent.cli.demo;

/** Why the demo cannot go on; the message is for the person who runs it. */
final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1L;

    DemoFailure(String reason) {
        super(reason, null, false, false);
    }
}
