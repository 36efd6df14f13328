package io.realmgate.agent.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a connection's messages go through to its socket. Of the generator's thread. */
interface Wire extends AutoCloseable {
    /** Messages that wait to leave. */
    Outgoing outgoing();

    /**
     * Reads once from the socket and puts what messages consist of into {@code received}, from its position on.
     *
     * @return false at the end of the stream
     */
    boolean read(ByteBuffer received) throws IOException;

    /** Whether reading has left something of the wire's own to be written, or has opened the way for what waits. */
    boolean hasOwn();

    /** Writes what the socket takes; whether that was all. */
    boolean write() throws IOException;

    /** Lets go of what the wire holds, but for the socket. */
    @Override
    void close();
}
