package io.realmgate.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.check.Diagnostic;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RuleRoomTest {

    @Test
    void rulesThatTheHeapHasNoRoomForAreRefused() {
        FileSet files = FileSet.EMPTY
                .with("rules/10-one.conf", "#".repeat(600_000))
                .with("rules/20-two.conf", "#".repeat(400_000))
                .with("peers.conf", "#".repeat(400_000));
        assertThat(RuleRoom.lack(files, 50_000_000, Path.of("conf"))).isEmpty();
        assertThat(RuleRoom.lack(files, 49_000_000, Path.of("conf")).map(Diagnostic::text))
                .hasValue("conf/rules: rules of 1000000 characters are more than the 980000 that the heap has room for"
                        + " (give the agent 48 MB (-Xmx), or move what differs in subscribers alone into a table)");
    }
}
