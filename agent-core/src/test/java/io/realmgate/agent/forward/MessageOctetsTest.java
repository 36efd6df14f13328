package io.realmgate.agent.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import net.jqwik.api.Example;

class MessageOctetsTest {

    @Example
    void everyOctetAndEveryEightAreThoseOfTheMessage() {
        byte[] octets = new byte[600];
        new Random(1).nextBytes(octets);
        ByteBuf message = Unpooled.wrappedBuffer(octets);
        MessageOctets shown = new MessageOctets();
        for (int length = 0; length < 300; length++) {
            // Up to the last octet of the buffer, behind a header of eight.
            int start = octets.length - length;
            shown.show(message, start, length);
            assertThat(shown.length()).isEqualTo(length);
            for (int i = 0; i + Long.BYTES <= length; i++) {
                assertThat(shown.longAt(i)).isEqualTo(message.getLong(start + i));
            }
            for (int i = 0; i < length; i++) {
                assertThat(shown.byteAt(i)).isEqualTo(octets[start + i]);
            }
        }
    }
}
