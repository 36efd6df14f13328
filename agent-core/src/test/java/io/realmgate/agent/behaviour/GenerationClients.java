package io.realmgate.agent.behaviour;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Clients that note for each request when it was sent, when it was answered and by whom. One thread.
 *
 * <p>A time of sending is taken before the bytes leave, one of an answer after they were read, so that whatever the agent
 * did lies in between.
 */
final class GenerationClients implements AutoCloseable {
    static final String SESSION = "cc;nnnnnnnn";

    private static final int WINDOW = 64;
    /** The most of each client that are under way, whatever is due: the agent is not to be flooded. */
    private static final int MOST_UNDER_WAY = 4000;

    private static final int DIGITS = 8;
    private static final int NUMBER_AT = LoadClients.SESSION_AT + 3;
    private static final int BLOCK = 1 << 16;
    private static final long NAP_NANOS = 50_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    private long gap;
    private long begun;
    private long unasked;

    /** What was noted of {@link #BLOCK} requests; times by {@link System#nanoTime()}. */
    private static final class Block {
        final long[] due = new long[BLOCK];
        final long[] sent = new long[BLOCK];
        final long[] answered = new long[BLOCK];
        /** Number of the server that answered, or one of those below. */
        final byte[] server = new byte[BLOCK];

        Block() {
            Arrays.fill(server, NOBODY);
        }
    }

    private static final byte NOBODY = -1;

    /** An answer that no server has given. */
    private static final byte REFUSED = -2;

    private static final class Client {
        final LoadChannel channel;
        final byte[] template;
        final int index;
        final List<Block> blocks = new ArrayList<>();
        /** Number of the first request of this phase. */
        int first;

        int sent;
        int answered;

        Client(int index, LoadChannel channel) {
            this.index = index;
            this.channel = channel;
            this.template = Ask.realm("home.example")
                    .session(SESSION)
                    .from(LoadClients.identity(index))
                    .bytes();
            template[LoadClients.SESSION_AT] = '0';
            template[LoadClients.SESSION_AT + 1] = (byte) ('0' + index);
        }

        Block block(int number) {
            while (blocks.size() <= number / BLOCK) {
                blocks.add(new Block());
            }
            return blocks.get(number / BLOCK);
        }
    }

    /**
     * What came of a phase.
     *
     * @param latency nanoseconds from when a request was due to its answer, of those that a server answered
     */
    record Phase(long requests, double seconds, Histogram latency) {
        double rate() {
            return requests / seconds;
        }
    }

    GenerationClients(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            clients.add(new Client(i, new LoadChannel(port, selector, LoadClients.identity(i))));
        }
    }

    /** Whose request the message at {@code start} belongs to. */
    static int client(ByteBuffer bytes, int start) {
        return bytes.get(start + LoadClients.SESSION_AT + 1) - '0';
    }

    static int number(ByteBuffer bytes, int start) {
        int number = 0;
        for (int i = 0; i < DIGITS; i++) {
            number = number * 10 + bytes.get(start + NUMBER_AT + i) - '0';
        }
        return number;
    }

    /**
     * Sends until {@code ends}, then waits for what is under way.
     *
     * @param rate requests a second, however long answers take; 0 for as many as are answered, {@link #WINDOW} of each
     *     client under way
     */
    Phase run(int rate, BooleanSupplier ends) throws IOException {
        latency = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
        gap = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(clients.size()) / rate;
        begun = System.nanoTime();
        long before = answered();
        clients.forEach(client -> client.first = client.sent);
        long ended = 0;
        while (ended == 0 || answered() < sent()) {
            long now = System.nanoTime();
            if (ended == 0 && ends.getAsBoolean()) {
                ended = now;
            }
            if (ended != 0 && now - ended > PATIENCE_NANOS) {
                break;
            }
            boolean idle = true;
            for (Client client : clients) {
                idle &= ended != 0 || !fill(client);
            }
            if (rate == 0) {
                selector.select(1);
            } else if (selector.selectNow() == 0 && idle) {
                LockSupport.parkNanos(NAP_NANOS);
            }
            read();
        }
        return new Phase(answered() - before, (System.nanoTime() - begun) / 1e9, latency);
    }

    private void read() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            for (Client client : clients) {
                if (client.channel == key.attachment()) {
                    if (!client.channel.read((bytes, start, length) -> onMessage(client, bytes, start, length))) {
                        throw new AssertionError("the agent closed the connection of client " + client.index);
                    }
                    client.channel.flush();
                }
            }
        }
        selector.selectedKeys().clear();
    }

    /** Sends what is due; whether that was anything. */
    private boolean fill(Client client) throws IOException {
        byte[] template = client.template;
        long now = System.nanoTime();
        long due = gap == 0 ? client.answered + WINDOW : client.first + (now - begun) / gap + 1;
        due = Math.min(due, client.answered + MOST_UNDER_WAY);
        int before = client.sent;
        while (client.sent < due && client.channel.hasRoom(template.length)) {
            int number = client.sent++;
            for (int i = 0, rest = number; i < DIGITS; i++, rest /= 10) {
                template[NUMBER_AT + DIGITS - 1 - i] = (byte) ('0' + rest % 10);
            }
            ByteBuffer out = client.channel.out();
            int at = out.position();
            out.put(template);
            out.putInt(at + 12, number);
            out.putInt(at + 16, number);
            Block block = client.block(number);
            block.sent[number % BLOCK] = now;
            block.due[number % BLOCK] = gap == 0 ? now : begun + (number - client.first) * gap;
        }
        client.channel.flush();
        return client.sent > before;
    }

    private void onMessage(Client client, ByteBuffer bytes, int start, int length) {
        if (bytes.get(start + 4) < 0) {
            answerOwn(client, bytes, start, length);
            return;
        }
        int number = bytes.getInt(start + 12);
        boolean asked = number >= 0 && number < client.sent && bytes.getInt(start + 16) == number;
        if (!asked || client.block(number).server[number % BLOCK] != NOBODY) {
            unasked++;
            note(client, bytes, start, length);
            return;
        }
        Block block = client.block(number);
        int at = number % BLOCK;
        block.answered[at] = System.nanoTime();
        client.answered++;
        if (bytes.getInt(start + LoadServers.RESULT_AT) == 2001
                && client(bytes, start) == client.index
                && number(bytes, start) == number) {
            block.server[at] = (byte) (bytes.get(start + GenerationServers.DIGIT_AT) - '0');
            latency.recordValue(block.answered[at] - block.due[at]);
        } else {
            block.server[at] = REFUSED;
            note(client, bytes, start, length);
        }
    }

    /** A DWR. */
    private static void answerOwn(Client client, ByteBuffer bytes, int start, int length) {
        byte[] copy = new byte[length];
        bytes.get(start, copy);
        RawMessage request = new RawMessage(copy);
        if (request.command() != 280) {
            throw new AssertionError("client " + client.index + " got a request: " + request);
        }
        client.channel.out().put(RawMessages.answer(request, 0, 2001, LoadClients.identity(client.index)));
    }

    private void note(Client client, ByteBuffer bytes, int start, int length) {
        if (wrong.size() < 10) {
            byte[] copy = new byte[length];
            bytes.get(start, copy);
            wrong.add("client " + client.index + ": " + new RawMessage(copy));
        }
    }

    private long answered() {
        return clients.stream().mapToLong(client -> client.answered).sum();
    }

    long sent() {
        return clients.stream().mapToLong(client -> client.sent).sum();
    }

    /**
     * What became of all requests.
     *
     * @param unasked answers to what was never asked, or was answered already
     * @param byOne decided by the one generation that was in force while they were under way
     * @param byOneOfSeveral decided by one of those that were
     * @param wrong some of the answers that should not have come
     */
    record Account(
            long sent,
            long lost,
            long unasked,
            long refused,
            long misrouted,
            long byOne,
            long byOneOfSeveral,
            List<String> wrong) {}

    Account account(ForceTimeline timeline) {
        Map<ForceTimeline.Verdict, Long> verdicts = new EnumMap<>(ForceTimeline.Verdict.class);
        long lost = 0;
        long refused = 0;
        for (Client client : clients) {
            for (int number = 0; number < client.sent; number++) {
                Block block = client.block(number);
                int at = number % BLOCK;
                byte server = block.server[at];
                lost += server == NOBODY ? 1 : 0;
                refused += server == REFUSED ? 1 : 0;
                if (server >= 0) {
                    verdicts.merge(timeline.verdict(block.sent[at], block.answered[at], server), 1L, Long::sum);
                }
            }
        }
        return new Account(
                sent(),
                lost,
                unasked,
                refused,
                verdicts.getOrDefault(ForceTimeline.Verdict.MISROUTED, 0L),
                verdicts.getOrDefault(ForceTimeline.Verdict.BY_ONE, 0L),
                verdicts.getOrDefault(ForceTimeline.Verdict.BY_ONE_OF_SEVERAL, 0L),
                List.copyOf(wrong));
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.channel.close();
        }
        selector.close();
    }
}
