package io.realmgate.agent.simulate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A peer that answers the CER and nothing else, or the requests of applications so many times, on a plain socket. */
final class DeafPeer implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Integer> heard = Collections.synchronizedList(new ArrayList<>());

    private final int answers;

    DeafPeer() throws IOException {
        this(0);
    }

    DeafPeer(int answers) throws IOException {
        this.answers = answers;
        Thread thread = new Thread(this::serve, "deaf peer");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Command codes in the order they came. */
    List<Integer> heard() {
        return List.copyOf(heard);
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                listen(socket);
            } catch (IOException e) {
                heard.add(-1);
            }
        }
    }

    private void listen(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DiameterMessage message = new DiameterMessage();
        for (int word = in.readInt(); ; word = in.readInt()) {
            byte[] octets = new byte[word & 0xffffff];
            in.readFully(octets, 4, octets.length - 4);
            message.wrap(Unpooled.wrappedBuffer(octets).setInt(0, word), 0, octets.length);
            heard.add(message.command());
            if (message.command() == Commands.CAPABILITIES_EXCHANGE) {
                ByteBuf out = Unpooled.buffer();
                MessageWriter.answer(out, message, 0)
                        .unsigned32(AvpCodes.RESULT_CODE, 2001)
                        .text(AvpCodes.ORIGIN_HOST, "deaf.home.example")
                        .text(AvpCodes.ORIGIN_REALM, "home.example")
                        .end();
                out.readBytes(socket.getOutputStream(), out.readableBytes());
            } else if (message.application() != 0) {
                ByteBuf out = Unpooled.buffer();
                for (int i = 0; i < answers; i++) {
                    MessageWriter.answer(out, message, 0)
                            .unsigned32(AvpCodes.RESULT_CODE, 2001)
                            .end();
                }
                out.readBytes(socket.getOutputStream(), out.readableBytes());
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
