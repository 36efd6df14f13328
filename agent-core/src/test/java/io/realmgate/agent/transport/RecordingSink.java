package io.realmgate.agent.transport;

import io.netty.buffer.ByteBufUtil;
import io.realmgate.agent.codec.DiameterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes down what it is told, one line an event; a message as its octets in hexadecimal. */
class RecordingSink implements FrameSink {
    final List<String> events = new ArrayList<>();

    /** Runs after each event was written down. */
    Consumer<DiameterMessage> then = message -> {};

    int awaited;

    static String message(byte[] bytes) {
        return "message " + ByteBufUtil.hexDump(bytes);
    }

    static String oversized(int claimed, byte[] head) {
        return "oversized " + claimed + " " + ByteBufUtil.hexDump(head);
    }

    @Override
    public int awaited() {
        return awaited;
    }

    @Override
    public void onMessage(DiameterMessage message) {
        events.add("message " + ByteBufUtil.hexDump(message.bytes(), message.start(), message.length()));
        then.accept(message);
    }

    @Override
    public void onOversized(DiameterMessage head, int claimedLength) {
        events.add("oversized " + claimedLength + " " + ByteBufUtil.hexDump(head.bytes(), head.start(), head.length()));
        then.accept(head);
    }

    @Override
    public void onBroken(String reason) {
        events.add("broken");
    }

    @Override
    public void onClosed() {
        events.add("closed");
    }
}
