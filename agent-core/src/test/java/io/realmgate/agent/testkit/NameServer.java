package io.realmgate.agent.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on loopback that answers what a test says, octet by octet after RFC 1035, without any code of a library. */
public final class NameServer implements AutoCloseable {
    public static final int SERVER_FAILURE = 2;
    private static final int NO_SUCH_NAME = 3;
    private static final int A = 1;
    private static final int AAAA = 28;
    private static final int SRV = 33;
    private static final int NAPTR = 35;

    private record Entry(int type, int ttl, ByteBuffer data) {}

    private final DatagramSocket socket;
    private final Map<String, List<Entry>> zone = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private volatile int failure;

    private NameServer() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static NameServer start() {
        NameServer server = new NameServer();
        Thread thread = new Thread(server::serve, "name server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Names and types that were asked for, such as {@code home.example 35}. */
    public List<String> questions() {
        return questions;
    }

    /** Answers nothing from now on, or answers again. */
    public NameServer silent(boolean value) {
        silent = value;
        return this;
    }

    /** Answers everything with this RCODE from now on; 0 for real answers. */
    public NameServer failing(int code) {
        failure = code;
        return this;
    }

    public NameServer clear() {
        zone.clear();
        return this;
    }

    public NameServer naptr(String name, int order, String flags, String service, String replacement) {
        return put(name, NAPTR, 60, out -> {
            out.writeShort(order);
            out.writeShort(0);
            text(out, flags);
            text(out, service);
            text(out, "");
            name(out, replacement);
        });
    }

    public NameServer srv(String name, int ttl, int priority, int port, String target) {
        return put(name, SRV, ttl, out -> {
            out.writeShort(priority);
            out.writeShort(1);
            out.writeShort(port);
            name(out, target);
        });
    }

    public NameServer address(String name, int ttl, String address) {
        try {
            byte[] raw = InetAddress.getByName(address).getAddress();
            return put(name, raw.length == 4 ? A : AAAA, ttl, out -> out.write(raw));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record whose data means nothing. */
    public NameServer broken(String name, int type) {
        return put(name, type, 60, out -> out.write(new byte[] {1, 2, 3}));
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private NameServer put(String name, int type, int ttl, Writing data) {
        zone.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>())
                .add(new Entry(type, ttl, ByteBuffer.wrap(bytes(data))));
        return this;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeByte(text.length());
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void name(DataOutputStream out, String name) throws IOException {
        for (String label : name.isEmpty() ? new String[0] : name.split("\\.", -1)) {
            text(out, label);
        }
        out.writeByte(0);
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(buffer);
                if (!silent) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private byte[] answer(byte[] question) {
        List<String> labels = new ArrayList<>();
        int at = 12;
        while (question[at] != 0) {
            labels.add(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
            at += question[at] + 1;
        }
        int type = (question[at + 1] & 0xff) << 8 | question[at + 2] & 0xff;
        int end = at + 5;
        String name = String.join(".", labels);
        questions.add(name + " " + type);
        List<Entry> known = zone.get(name);
        List<Entry> found = known == null || failure != 0
                ? List.of()
                : known.stream().filter(entry -> entry.type() == type).toList();
        int code = failure != 0 ? failure : known == null ? NO_SUCH_NAME : 0;
        return bytes(out -> {
            out.write(question, 0, 2);
            out.writeShort(0x8180 | code);
            out.writeShort(1);
            out.writeShort(found.size());
            out.writeInt(0);
            out.write(question, 12, end - 12);
            for (Entry entry : found) {
                out.writeShort(0xc00c);
                out.writeShort(entry.type());
                out.writeShort(1);
                out.writeInt(entry.ttl());
                out.writeShort(entry.data().capacity());
                out.write(entry.data().array());
            }
        });
    }

    @Override
    public void close() {
        socket.close();
    }
}
