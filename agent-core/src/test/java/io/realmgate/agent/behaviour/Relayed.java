package io.realmgate.agent.behaviour;

import io.realmgate.agent.testkit.TestAvp;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** What a relay may change, written down once (RFC 6733 6.1.9, 6.2.2). */
final class Relayed {
    private Relayed() {}

    /** What has to leave for a request that came from {@code peer}: another identifier, one Route-Record more. */
    static byte[] request(byte[] sent, int newHopByHop, String peer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(sent);
        out.writeBytes(TestAvp.encode(List.of(TestAvp.text(282, peer))));
        byte[] expected = out.toByteArray();
        ByteBuffer.wrap(expected).putInt(0, sent[0] << 24 | expected.length).putInt(12, newHopByHop);
        return expected;
    }

    /** What has to reach the asker: the answer with the asker's own identifier. */
    static byte[] answer(byte[] sent, int askersHopByHop) {
        byte[] expected = sent.clone();
        ByteBuffer.wrap(expected).putInt(12, askersHopByHop);
        return expected;
    }
}
