package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.Fenced;
import io.realmgate.agent.testkit.TestMessage;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DiameterMessageTest {
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void readsTheHeaderWhereItLies(
            @ForAll @IntRange(max = 255) int flags,
            @ForAll @IntRange(max = 0xffffff) int command,
            @ForAll int application,
            @ForAll int hopByHop,
            @ForAll int endToEnd) {
        byte[] bytes = TestMessage.of(flags, command, application, hopByHop, endToEnd, List.of());
        DiameterMessage message = new DiameterMessage().wrap(Fenced.amid(bytes, 5, 0xff), 5, 20);

        assertThat(message.version()).isOne();
        assertThat(message.start()).isEqualTo(5);
        assertThat(message.length()).isEqualTo(20);
        assertThat(message.avpStart()).isEqualTo(25);
        assertThat(message.end()).isEqualTo(25);
        assertThat(message.flags()).isEqualTo(flags);
        assertThat(message.isRequest()).isEqualTo(flags >= 128);
        assertThat(message.isProxiable()).isEqualTo(flags / 64 % 2 == 1);
        assertThat(message.isError()).isEqualTo(flags / 32 % 2 == 1);
        assertThat(message.isRetransmitted()).isEqualTo(flags / 16 % 2 == 1);
        assertThat(message.command()).isEqualTo(command);
        assertThat(message.application()).isEqualTo(application);
        assertThat(message.hopByHop()).isEqualTo(hopByHop);
        assertThat(message.endToEnd()).isEqualTo(endToEnd);
    }

    @Test
    void forgetsWhatItPointedAt() {
        DiameterMessage message = new DiameterMessage().wrap(Fenced.exact(TestMessage.request()), 0, 20);
        message.clear();
        assertThat(message.length()).isZero();
        assertThat(message.bytes().capacity()).isZero();
    }

    @Test
    void knowsWhichCommandsStayOnOneConnection() {
        assertThat(List.of(257, 280, 282)).allMatch(Commands::isPeerToPeer);
        assertThat(List.of(258, 271, 274, 316)).noneMatch(Commands::isPeerToPeer);
    }
}
