package io.realmgate.agent.peer;

import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.metrics.ConnectionRefusal;
import org.jspecify.annotations.Nullable;

/**
 * Where a peer stands: the states of RFC 6733 5.6 with their legal transitions as methods. Above each stands its row of
 * the table there: state | event | action | next state. I is the connection that we made, R the one that the peer made
 * and whose CER has been found good.
 *
 * <pre>
 *                          +--------+                 R-Conn-CER
 *      +------------------&gt;| Closed |----------------------------------------------+
 *      |                   +--------+                                              |
 *      |                       | Start                                             |
 *      |    Nack, Timeout      v            R-Conn-CER                             |
 *      |&lt;----------- +---------------+ ----------------&gt; +---------------------+   |
 *      |             | Wait-Conn-Ack |                   | Wait-Conn-Ack/Elect |   |
 *      |             +---------------+ &lt;---------------- +---------------------+   |
 *      |                       | Ack        R-Peer-Disc    | Ack         | Nack    |
 *      |  I-Peer-Disc,         |                           |             |         |
 *      |  Non-CEA, Timeout     v            R-Conn-CER     v             v         v
 *      |&lt;-------------- +------------+ -------------&gt; +--------------+  +------------+
 *      |                | Wait-I-CEA |                | Wait-Returns |-&gt;|   R-Open   |
 *      |                +------------+ &lt;------------- +--------------+  +------------+
 *      |                       | CEA        R-Peer-Disc    | CEA   Win-Election, |
 *      |                       v                           |       I-Peer-Disc   |
 *      |                  +--------+ &lt;---------------------+                     |
 *      |                  | I-Open |                                             |
 *      |                  +--------+                                             |
 *      |  Peer-Disc            | Stop, Rcv-DPR                     Stop, Rcv-DPR |
 *      |&lt;----------------------+--------------&gt; +---------+ &lt;--------------------+
 *      |                                        | Closing |                      |
 *      |&lt;-------------------------------------- +---------+                      |
 *      |                    Rcv-DPA, Peer-Disc, Timeout                Peer-Disc |
 *      +&lt;------------------------------------------------------------------------+
 * </pre>
 *
 * An event for which the table has no row leaves the state as it is. The rows of messages in the open states change no state
 * and never come this way: Send-Message is {@link PeerConnection#outbox}, Rcv-Message {@link PeerConnection#onMessage},
 * Rcv-DWR and Rcv-DWA are {@link BaseProtocol}'s. Immutable; the transitions are called under the monitor of the peer's
 * {@link PeerStateMachine}.
 */
sealed interface PeerState {
    /** The connection that is open, or closing in order. */
    default @Nullable PeerConnection connection() {
        return null;
    }

    /** The connection that the peer made and that waits for its election. */
    default @Nullable PeerConnection waiting() {
        return null;
    }

    default PeerState start() {
        return this;
    }

    /** Our connection is up; {@code i} is nobody's when it came too late. */
    default PeerState rcvConnAck(PeerConnection i) {
        i.disc("our attempt to connect was given up meanwhile");
        return this;
    }

    default PeerState rcvConnNack() {
        return this;
    }

    /** R-Reject, wherever the table does not accept. */
    default PeerState connCer(PeerConnection r) {
        r.refuse(
                ConnectionRefusal.ALREADY_CONNECTED,
                "another connection of the peer is open or under way (RFC 6733 5.6: R-Reject)");
        return this;
    }

    default PeerState rcvCea(PeerConnection i) {
        return this;
    }

    /** Anything but a CEA that lets us in. */
    default PeerState rcvNonCea(PeerConnection i, String reason) {
        return this;
    }

    default PeerState peerDisc(PeerConnection lost) {
        return this;
    }

    /**
     * Somebody has waited for long enough.
     *
     * @param waiting whose timer it was; null for the one of an attempt to connect
     */
    default PeerState timeout(@Nullable PeerConnection waiting) {
        return this;
    }

    default PeerState stop(PeerConnection open, DisconnectCause cause) {
        return this;
    }

    default PeerState rcvDpr(PeerConnection open, DiameterMessage dpr) {
        return this;
    }

    default PeerState rcvDpa(PeerConnection closing) {
        return this;
    }

    /** Nothing is there. */
    record Closed() implements PeerState {
        /** {@code Closed | Start | I-Snd-Conn-Req | Wait-Conn-Ack}; whoever starts connects. */
        @Override
        public PeerState start() {
            return new WaitConnAck();
        }

        /** {@code Closed | R-Conn-CER | R-Accept, Process-CER, R-Snd-CEA | R-Open}. */
        @Override
        public PeerState connCer(PeerConnection r) {
            r.open();
            return new ROpen(r);
        }
    }

    /** We are connecting. */
    record WaitConnAck() implements PeerState {
        /** {@code Wait-Conn-Ack | I-Rcv-Conn-Ack | I-Snd-CER | Wait-I-CEA}. */
        @Override
        public PeerState rcvConnAck(PeerConnection i) {
            i.sendCer();
            return new WaitICea(i);
        }

        /** {@code Wait-Conn-Ack | I-Rcv-Conn-Nack | Cleanup | Closed}. */
        @Override
        public PeerState rcvConnNack() {
            return new Closed();
        }

        /** {@code Wait-Conn-Ack | R-Conn-CER | R-Accept, Process-CER | Wait-Conn-Ack/Elect}. */
        @Override
        public PeerState connCer(PeerConnection r) {
            return new WaitConnAckElect(r);
        }

        /** {@code Wait-Conn-Ack | Timeout | Error | Closed}. */
        @Override
        public PeerState timeout(@Nullable PeerConnection waiting) {
            return new Closed();
        }
    }

    /** We are connected and have sent our CER. */
    record WaitICea(PeerConnection i) implements PeerState {
        /** {@code Wait-I-CEA | I-Rcv-CEA | Process-CEA | I-Open}. */
        @Override
        public PeerState rcvCea(PeerConnection from) {
            i.open();
            return new IOpen(i);
        }

        /** {@code Wait-I-CEA | R-Conn-CER | R-Accept, Process-CER, Elect | Wait-Returns}. */
        @Override
        public PeerState connCer(PeerConnection r) {
            return new WaitReturns(i, r).elect();
        }

        /** {@code Wait-I-CEA | I-Peer-Disc | I-Disc | Closed}. */
        @Override
        public PeerState peerDisc(PeerConnection lost) {
            return lost == i ? new Closed() : this;
        }

        /** {@code Wait-I-CEA | I-Rcv-Non-CEA | Error | Closed}. */
        @Override
        public PeerState rcvNonCea(PeerConnection from, String reason) {
            i.disc(reason);
            return new Closed();
        }

        /** {@code Wait-I-CEA | Timeout | Error | Closed}. */
        @Override
        public PeerState timeout(@Nullable PeerConnection waiting) {
            if (waiting != i) {
                return this;
            }
            i.disc(Introduction.NO_EXCHANGE);
            return new Closed();
        }
    }

    /** We are connecting, and the peer has connected meanwhile. */
    record WaitConnAckElect(PeerConnection r) implements PeerState {
        @Override
        public PeerConnection waiting() {
            return r;
        }

        /** {@code Wait-Conn-Ack/Elect | I-Rcv-Conn-Ack | I-Snd-CER, Elect | Wait-Returns}. */
        @Override
        public PeerState rcvConnAck(PeerConnection i) {
            i.sendCer();
            return new WaitReturns(i, r).elect();
        }

        /** {@code Wait-Conn-Ack/Elect | I-Rcv-Conn-Nack | R-Snd-CEA | R-Open}. */
        @Override
        public PeerState rcvConnNack() {
            r.open();
            return new ROpen(r);
        }

        /** {@code Wait-Conn-Ack/Elect | R-Peer-Disc | R-Disc | Wait-Conn-Ack}. */
        @Override
        public PeerState peerDisc(PeerConnection lost) {
            return lost == r ? new WaitConnAck() : this;
        }

        /** {@code Wait-Conn-Ack/Elect | R-Conn-CER | R-Reject | Wait-Conn-Ack/Elect}. */
        @Override
        public PeerState connCer(PeerConnection another) {
            return PeerState.super.connCer(another);
        }

        /** {@code Wait-Conn-Ack/Elect | Timeout | Error | Closed}. */
        @Override
        public PeerState timeout(@Nullable PeerConnection waiting) {
            r.disc(Introduction.NO_EXCHANGE);
            return new Closed();
        }
    }

    /** Both have connected. We have lost the election, so the peer's CEA has to come; or its connection stays after all. */
    record WaitReturns(PeerConnection i, PeerConnection r) implements PeerState {
        @Override
        public PeerConnection waiting() {
            return r;
        }

        /** Elect (RFC 6733 5.6.4): the higher identity keeps the connection that it accepted. */
        PeerState elect() {
            return Election.isWon(r.peer()) ? winElection() : this;
        }

        /** {@code Wait-Returns | Win-Election | I-Disc, R-Snd-CEA | R-Open}. */
        private PeerState winElection() {
            i.disc("the election was won: the peer's connection stays");
            r.open();
            return new ROpen(r);
        }

        /**
         * {@code Wait-Returns | I-Peer-Disc | I-Disc, R-Snd-CEA | R-Open} and
         * {@code Wait-Returns | R-Peer-Disc | R-Disc | Wait-I-CEA}.
         */
        @Override
        public PeerState peerDisc(PeerConnection lost) {
            if (lost == i) {
                r.open();
                return new ROpen(r);
            }
            return lost == r ? new WaitICea(i) : this;
        }

        /** A CEA that refuses us, for example with 4003 (RFC 6733 7.1.4: ELECTION_LOST), is I-Peer-Disc in other words. */
        @Override
        public PeerState rcvNonCea(PeerConnection from, String reason) {
            i.disc(reason);
            return peerDisc(i);
        }

        /** {@code Wait-Returns | I-Rcv-CEA | R-Disc | I-Open}. */
        @Override
        public PeerState rcvCea(PeerConnection from) {
            r.disc("the election was lost: our own connection to the peer stays");
            i.open();
            return new IOpen(i);
        }

        /** {@code Wait-Returns | R-Conn-CER | R-Reject | Wait-Returns}. */
        @Override
        public PeerState connCer(PeerConnection another) {
            return PeerState.super.connCer(another);
        }

        /** {@code Wait-Returns | Timeout | Error | Closed}. */
        @Override
        public PeerState timeout(@Nullable PeerConnection waiting) {
            if (waiting != i) {
                return this;
            }
            i.disc(Introduction.NO_EXCHANGE);
            r.disc(Introduction.NO_EXCHANGE);
            return new Closed();
        }
    }

    /** Messages flow; it makes no difference on which connection. */
    sealed interface Open extends PeerState {
        @Override
        PeerConnection connection();

        /** {@code R-Open | R-Conn-CER | R-Reject | R-Open} and {@code I-Open | R-Conn-CER | R-Reject | I-Open}. */
        @Override
        default PeerState connCer(PeerConnection another) {
            return PeerState.super.connCer(another);
        }

        /** {@code R-Open | Stop | R-Snd-DPR | Closing} and {@code I-Open | Stop | I-Snd-DPR | Closing}. */
        @Override
        default PeerState stop(PeerConnection open, DisconnectCause cause) {
            open.departure().sendRequest(cause);
            return new Closing(open);
        }

        /** {@code R-Open | R-Rcv-DPR | R-Snd-DPA | Closing} and {@code I-Open | I-Rcv-DPR | I-Snd-DPA | Closing}. */
        @Override
        default PeerState rcvDpr(PeerConnection open, DiameterMessage dpr) {
            open.departure().sendAnswer(dpr);
            return new Closing(open);
        }

        /** {@code R-Open | R-Peer-Disc | R-Disc | Closed} and {@code I-Open | I-Peer-Disc | I-Disc | Closed}. */
        @Override
        default PeerState peerDisc(PeerConnection lost) {
            return lost == connection() ? new Closed() : this;
        }
    }

    /** Open on the connection that the peer made. */
    record ROpen(PeerConnection connection) implements Open {}

    /** Open on the connection that we made. */
    record IOpen(PeerConnection connection) implements Open {}

    /** A DPR was sent or received. */
    record Closing(PeerConnection connection) implements PeerState {
        /**
         * {@code Closing | I-Rcv-DPA | I-Disc | Closed} and {@code Closing | R-Rcv-DPA | R-Disc | Closed}. Closed when the
         * connection is gone: until then the peer would refuse another.
         */
        @Override
        public PeerState rcvDpa(PeerConnection closing) {
            closing.disc("disconnected in order");
            return this;
        }

        /** Both sides asked to disconnect at once: an answer is due, and the DPA to come ends it (RFC 6733 5.4). */
        @Override
        public PeerState rcvDpr(PeerConnection closing, DiameterMessage dpr) {
            closing.departure().sendAnswer(dpr);
            return this;
        }

        /** {@code Closing | Timeout | Error | Closed}, again when the connection is gone. */
        @Override
        public PeerState timeout(@Nullable PeerConnection waiting) {
            connection.disc("the other side did not close in time");
            return this;
        }

        /** {@code Closing | I-Peer-Disc | I-Disc | Closed} and {@code Closing | R-Peer-Disc | R-Disc | Closed}. */
        @Override
        public PeerState peerDisc(PeerConnection lost) {
            return lost == connection ? new Closed() : this;
        }
    }
}
