package io.realmgate.agent.discovery;

import io.netty.buffer.ByteBuf;

/**
 * An SRV record (RFC 2782).
 *
 * @param target in lower case without the dot at its end; empty when the service is not there
 */
record Srv(int priority, int weight, int port, String target) {

    /**
     * Reads the data of a record.
     *
     * @throws IndexOutOfBoundsException or another unchecked exception when it is cut short or senseless
     */
    static Srv read(ByteBuf data) {
        return new Srv(data.readUnsignedShort(), data.readUnsignedShort(), data.readUnsignedShort(), Naptr.name(data));
    }
}
