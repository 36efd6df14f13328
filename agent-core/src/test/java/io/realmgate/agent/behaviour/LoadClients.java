package io.realmgate.agent.behaviour;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that all use the same hop-by-hop and end-to-end identifiers: 0, 1, 2… each. What they asked is told apart by
 * the Session-Id only, which names client and number. One thread.
 */
final class LoadClients implements AutoCloseable {
    private static final int WINDOW = 256;
    /** Where the Session-Id of {@link #SESSION} begins in a message. */
    static final int SESSION_AT = 28;

    static final String SESSION = "cc;nnnnnn";

    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private long answered;

    static String identity(int client) {
        return (char) ('a' + client) + ".visited.example";
    }

    private static final class Client {
        final LoadChannel channel;
        final byte[] template;
        final int index;
        /** For each request: 0 not sent, 1 sent, 2 answered. */
        final byte[] state;

        int sent;
        int inFlight;

        Client(int index, int requests, LoadChannel channel) {
            this.index = index;
            this.channel = channel;
            this.state = new byte[requests];
            this.template = Ask.realm("home.example")
                    .session(SESSION)
                    .from(identity(index))
                    .bytes();
            template[SESSION_AT] = digit(index / 10);
            template[SESSION_AT + 1] = digit(index);
        }
    }

    LoadClients(int port, int count, int requestsEach) throws IOException {
        for (int i = 0; i < count; i++) {
            clients.add(new Client(i, requestsEach, new LoadChannel(port, selector, identity(i))));
        }
    }

    private static byte digit(int value) {
        return (byte) ('0' + value % 10);
    }

    /** Sends all requests and returns when each has been answered, or fails. */
    void run(long deadlineNanos) throws IOException {
        long wanted = 0;
        for (Client client : clients) {
            wanted += client.state.length;
            fill(client);
        }
        while (answered < wanted) {
            if (System.nanoTime() > deadlineNanos) {
                throw new AssertionError("only " + answered + " of " + wanted + " answers came");
            }
            selector.select(1000);
            for (SelectionKey key : selector.selectedKeys()) {
                Client client = clientOf(key);
                if (!client.channel.read((bytes, start, length) -> onAnswer(client, bytes, start, length))) {
                    throw new AssertionError("the agent closed the connection");
                }
                fill(client);
            }
            selector.selectedKeys().clear();
        }
    }

    private Client clientOf(SelectionKey key) {
        for (Client client : clients) {
            if (client.channel == key.attachment()) {
                return client;
            }
        }
        throw new AssertionError("a key of nobody");
    }

    private static void fill(Client client) throws IOException {
        byte[] template = client.template;
        while (client.inFlight < WINDOW
                && client.sent < client.state.length
                && client.channel.hasRoom(template.length)) {
            int number = client.sent++;
            client.inFlight++;
            client.state[number] = 1;
            for (int i = 0, rest = number; i < 6; i++, rest /= 10) {
                template[SESSION_AT + 8 - i] = digit(rest);
            }
            ByteBuffer out = client.channel.out();
            int at = out.position();
            out.put(template);
            out.putInt(at + 12, number);
            out.putInt(at + 16, number);
        }
        client.channel.flush();
    }

    private void onAnswer(Client client, ByteBuffer bytes, int start, int length) {
        if (bytes.get(start + 4) < 0) {
            throw new AssertionError("client " + client.index + " got a request");
        }
        int number = 0;
        for (int i = 3; i < 9; i++) {
            number = number * 10 + bytes.get(start + SESSION_AT + i) - '0';
        }
        int index = (bytes.get(start + SESSION_AT) - '0') * 10 + bytes.get(start + SESSION_AT + 1) - '0';
        boolean right = index == client.index
                && number >= 0
                && number < client.state.length
                && bytes.getInt(start + 12) == number
                && bytes.getInt(start + 16) == number
                && bytes.getInt(start + LoadServers.RESULT_AT) == 2001
                && client.state[number] == 1;
        if (!right) {
            byte[] copy = new byte[length];
            bytes.get(start, copy);
            throw new AssertionError("client " + client.index + " got a wrong or second answer: "
                    + new String(copy, StandardCharsets.ISO_8859_1) + " " + new RawMessage(copy));
        }
        client.state[number] = 2;
        client.inFlight--;
        answered++;
    }

    /** Fails if anything more comes by now. */
    void assertNothingLeft() throws IOException {
        for (Client client : clients) {
            client.channel.read((bytes, start, length) -> {
                throw new AssertionError("client " + client.index + " got an answer too many");
            });
        }
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.channel.close();
        }
        selector.close();
    }
}
