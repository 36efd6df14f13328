package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Instant;

/** Captured packets in the order of their file, read once. */
interface CaptureFile {
    /** Octets of the longest packet that is read. */
    int LONGEST_PACKET = 16 << 20;

    /**
     * One captured packet.
     *
     * @param number from 1
     * @param linkType of the tcpdump list; {@code bytes} begins with the header of that link layer
     */
    record Packet(int number, Instant at, int linkType, ByteBuf bytes) {}

    /** What is done with each packet. */
    @FunctionalInterface
    interface Sink {
        void packet(Packet packet) throws MalformedInputException;
    }

    /** Gives every packet to {@code sink}. */
    void read(Sink sink) throws IOException, MalformedInputException;
}
