package io.realmgate.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of RFC 6733 5.6, row by row: in a state, after an event, what the peer sees of the actions, and the state that
 * follows. N is a further connection of the peer; what it sees of R-Reject is a connection that is closed without a CEA.
 */
class PeerStateTableTest {
    private static final String OURS = "mmm.transit.example";
    private static final String HIGHER = "zzz.home.example";
    private static final String LOWER = "aaa.home.example";

    private PeerBench bench = new PeerBench(OURS, HIGHER);
    private @Nullable BenchConnection i;
    private @Nullable BenchConnection r;
    private @Nullable BenchConnection n;
    private int dials;

    @ParameterizedTest(name = "{0} | {1} | {2} | {3}")
    @Conforms("6733:5.6/table")
    @CsvSource(delimiter = '|', textBlock = """
        # state            | event           | action                            | next state          | seen
        Closed             | Start           | I-Snd-Conn-Req                    | WaitConnAck         | I-Snd-Conn-Req
        Closed             | R-Conn-CER      | R-Accept, Process-CER, R-Snd-CEA  | ROpen               | R-Snd-CEA
        WaitConnAck        | I-Rcv-Conn-Ack  | I-Snd-CER                         | WaitICea            | I-Snd-CER
        WaitConnAck        | I-Rcv-Conn-Nack | Cleanup                           | Closed              | nothing
        WaitConnAck        | R-Conn-CER      | R-Accept, Process-CER             | WaitConnAckElect    | nothing
        WaitConnAck        | Timeout         | Error                             | Closed              | nothing
        WaitICea           | I-Rcv-CEA       | Process-CEA                       | IOpen               | nothing
        WaitICea           | R-Conn-CER      | R-Accept, Process-CER, Elect      | WaitReturns         | nothing
        WaitICea           | I-Peer-Disc     | I-Disc                            | Closed              | I-Disc
        WaitICea           | I-Rcv-Non-CEA   | Error                             | Closed              | I-Disc
        WaitICea           | Timeout         | Error                             | Closed              | I-Disc
        WaitConnAckElect   | I-Rcv-Conn-Ack  | I-Snd-CER, Elect                  | WaitReturns         | I-Snd-CER
        WaitConnAckElect   | I-Rcv-Conn-Nack | R-Snd-CEA                         | ROpen               | R-Snd-CEA
        WaitConnAckElect   | R-Peer-Disc     | R-Disc                            | WaitConnAck         | R-Disc
        WaitConnAckElect   | R-Conn-CER      | R-Reject                          | WaitConnAckElect    | N-Disc
        WaitConnAckElect   | Timeout         | Error                             | Closed              | R-Disc
        WaitReturns        | Win-Election    | I-Disc, R-Snd-CEA                 | ROpen               | I-Disc R-Snd-CEA
        WaitReturns        | I-Peer-Disc     | I-Disc, R-Snd-CEA                 | ROpen               | I-Disc R-Snd-CEA
        WaitReturns        | I-Rcv-CEA       | R-Disc                            | IOpen               | R-Disc
        WaitReturns        | R-Peer-Disc     | R-Disc                            | WaitICea            | R-Disc
        WaitReturns        | R-Conn-CER      | R-Reject                          | WaitReturns         | N-Disc
        WaitReturns        | Timeout         | Error                             | Closed              | I-Disc R-Disc
        ROpen              | Send-Message    | R-Snd-Message                     | ROpen               | R-Snd-Message
        ROpen              | R-Rcv-Message   | Process                           | ROpen               | request
        ROpen              | R-Rcv-DWR       | Process-DWR, R-Snd-DWA            | ROpen               | R-Snd-DWA
        ROpen              | R-Rcv-DWA       | Process-DWA                       | ROpen               | nothing
        ROpen              | R-Conn-CER      | R-Reject                          | ROpen               | R-Snd-DWR N-Disc
        ROpen              | Stop            | R-Snd-DPR                         | Closing             | R-Snd-DPR
        ROpen              | R-Rcv-DPR       | R-Snd-DPA                         | Closing             | R-Snd-DPA
        ROpen              | R-Peer-Disc     | R-Disc                            | Closed              | R-Disc lost R
        IOpen              | Send-Message    | I-Snd-Message                     | IOpen               | I-Snd-Message
        IOpen              | I-Rcv-Message   | Process                           | IOpen               | request
        IOpen              | I-Rcv-DWR       | Process-DWR, I-Snd-DWA            | IOpen               | I-Snd-DWA
        IOpen              | I-Rcv-DWA       | Process-DWA                       | IOpen               | nothing
        IOpen              | R-Conn-CER      | R-Reject                          | IOpen               | I-Snd-DWR N-Disc
        IOpen              | Stop            | I-Snd-DPR                         | Closing             | I-Snd-DPR
        IOpen              | I-Rcv-DPR       | I-Snd-DPA                         | Closing             | I-Snd-DPA
        IOpen              | I-Peer-Disc     | I-Disc                            | Closed              | I-Disc lost I
        I-Closing          | I-Rcv-DPA       | I-Disc                            | Closed              | I-Disc lost I
        R-Closing          | R-Rcv-DPA       | R-Disc                            | Closed              | R-Disc lost R
        I-Closing          | Timeout         | Error                             | Closed              | I-Disc lost I
        R-Closing          | Timeout         | Error                             | Closed              | R-Disc lost R
        I-Closing          | I-Peer-Disc     | I-Disc                            | Closed              | I-Disc lost I
        R-Closing          | R-Peer-Disc     | R-Disc                            | Closed              | R-Disc lost R
        """)
    void row(String state, String event, String action, String next, String seen) {
        boolean win = event.equals("Win-Election");
        bench = new PeerBench(OURS, win ? LOWER : HIGHER);
        // Who wins the election does not wait for anything to return.
        reach(win ? "WaitICea" : state);
        assertThat(name()).isEqualTo(win ? "WaitICea" : state.replaceFirst("^[IR]-", ""));
        seen();
        happen(win ? "R-Conn-CER" : event);
        assertThat(String.join(" ", seen())).isEqualTo(seen.equals("nothing") ? "" : seen);
        assertThat(name()).isEqualTo(next);
    }

    private String name() {
        return bench.peer.machine().state().getClass().getSimpleName();
    }

    private void reach(String state) {
        switch (state) {
            case "Closed" -> {
                // From the beginning.
            }
            case "WaitConnAck" -> bench.connector.start();
            case "WaitICea" -> reach("WaitConnAck", "I-Rcv-Conn-Ack");
            case "WaitConnAckElect" -> reach("WaitConnAck", "R-Conn-CER");
            case "WaitReturns" -> reach("WaitICea", "R-Conn-CER");
            case "ROpen" -> reach("Closed", "R-Conn-CER");
            case "IOpen" -> reach("WaitICea", "I-Rcv-CEA");
            case "R-Closing" -> reach("ROpen", "Stop");
            case "I-Closing" -> reach("IOpen", "Stop");
            default -> throw new AssertionError(state);
        }
    }

    private void reach(String state, String event) {
        reach(state);
        happen(event);
    }

    private void happen(String event) {
        switch (event) {
            case "Start" -> bench.connector.start();
            case "I-Rcv-Conn-Ack" -> i = bench.ack();
            case "I-Rcv-Conn-Nack" -> bench.nack();
            case "R-Conn-CER" -> onConnCer();
            case "I-Rcv-CEA" -> at("I").receive(bench.cea(2001));
            case "I-Rcv-Non-CEA" -> at("I").receive(bench.message(0x80, 280));
            case "Timeout" -> bench.pass(PeerBench.HANDSHAKE.multipliedBy(2).plus(Duration.ofSeconds(1)));
            case "Stop" -> {
                Objects.requireNonNull(bench.peer.connection()).departure().disconnect(DisconnectCause.REBOOTING);
                bench.settle();
            }
            case "Send-Message" -> {
                byte[] message = bench.message(0xc0, 316);
                Objects.requireNonNull(bench.peer.connection())
                        .outbox()
                        .append(io.netty.buffer.Unpooled.wrappedBuffer(message), 0, message.length);
                bench.settle();
            }
            default -> onOpenConnection(event);
        }
    }

    private void onOpenConnection(String event) {
        BenchConnection on = at(event.substring(0, 1));
        switch (event.substring(2)) {
            case "Peer-Disc" -> on.hangUp();
            case "Rcv-Message" -> on.receive(bench.message(0xc0, 316));
            case "Rcv-DWR" -> on.receive(bench.message(0x80, 280));
            case "Rcv-DWA" -> on.receive(bench.message(0, 280));
            case "Rcv-DPR" -> on.receive(bench.message(0x80, 282));
            case "Rcv-DPA" -> on.receive(bench.message(0, 282));
            default -> throw new AssertionError(event);
        }
    }

    /** The first CER, or one more; then the open connection, if there is one, proves that it lives. */
    private void onConnCer() {
        BenchConnection newcomer = bench.connCer();
        if (r == null && !name().equals("IOpen")) {
            r = newcomer;
            return;
        }
        n = newcomer;
        PeerConnection open = bench.peer.connection();
        if (open != null) {
            at(open.isInitiator() ? "I" : "R").receive(bench.message(0, 280));
        }
    }

    private BenchConnection at(String which) {
        return Objects.requireNonNull(which.equals("I") ? i : r);
    }

    private List<String> seen() {
        List<String> all = new ArrayList<>();
        if (bench.dials() > dials) {
            dials = bench.dials();
            all.add("I-Snd-Conn-Req");
        }
        add(all, "I-", i);
        add(all, "R-", r);
        add(all, "N-", n);
        all.addAll(bench.handled);
        bench.handled.clear();
        return all;
    }

    private static void add(List<String> all, String prefix, @Nullable BenchConnection connection) {
        if (connection != null) {
            connection.seen().forEach(what -> all.add(prefix + what));
        }
    }
}
