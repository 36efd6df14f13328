package io.realmgate.agent.peer;

/**
 * The transport failure algorithm of RFC 3539 3.4.1 (RFC 6733 5.5.3) for one connection.
 *
 * <pre>
 *              up, first time                    Tw, DWR unanswered            Tw
 *   INITIAL ------------------&gt; OKAY ---------------------&gt; SUSPECT -----------------&gt; DOWN
 *                               ^  ^      anything arrives     |                         |
 *                               |  +---------------------------+                         |
 *              enough DWAs      |                                  up after a failure    |
 *                               +---------------- REOPEN &lt;-------------------------------+
 *                                                    |  Tw twice without a DWA: DOWN
 * </pre>
 *
 * Pure: whoever owns the timer tells it about time and arrivals, and does what it is told. Confined to one loop. Two
 * deviations, both for the sake of messages that would be lost otherwise: what a peer sends in REOPEN is processed, not
 * thrown away, and a connection in REOPEN may still be used when there is no other.
 */
final class DeviceWatchdog {
    /** RFC 3539 appendix A. */
    enum State {
        INITIAL,
        OKAY,
        SUSPECT,
        DOWN,
        REOPEN
    }

    /** What the owner of the connection is to do. */
    enum Action {
        NONE,
        /** SendWatchdog(): send a DWR. */
        PROBE,
        /** Failover(): no new requests, and pending ones go elsewhere. */
        FAILOVER,
        /** Failback(): requests may be sent again. */
        FAILBACK,
        /** CloseConnection(). */
        CLOSE
    }

    private final int answersToReopen;
    private State state;
    private boolean pending;
    private int answers;

    /**
     * @param afterFailure whether the last connection of this peer failed, so that this one has to prove itself
     * @param answersToReopen DWAs that prove it, 3 in the RFC; 0 for none
     */
    DeviceWatchdog(boolean afterFailure, int answersToReopen) {
        this.answersToReopen = answersToReopen;
        this.state = afterFailure && answersToReopen > 0 ? State.DOWN : State.INITIAL;
    }

    State state() {
        return state;
    }

    /** Connection up. */
    Action onUp() {
        if (state == State.DOWN) {
            state = State.REOPEN;
            answers = 0;
            pending = true;
            return Action.PROBE;
        }
        state = State.OKAY;
        pending = false;
        return Action.NONE;
    }

    /** Receive DWA. */
    Action onAnswer() {
        pending = false;
        if (state != State.REOPEN) {
            return onOther();
        }
        answers++;
        if (answers < answersToReopen) {
            return Action.NONE;
        }
        state = State.OKAY;
        return Action.FAILBACK;
    }

    /** Receive non-DWA. */
    Action onOther() {
        if (state == State.SUSPECT) {
            state = State.OKAY;
            return Action.FAILBACK;
        }
        return Action.NONE;
    }

    /** Timer expires: nothing was received for Tw. */
    Action onTimer() {
        switch (state) {
            case OKAY -> {
                if (!pending) {
                    pending = true;
                    return Action.PROBE;
                }
                state = State.SUSPECT;
                return Action.FAILOVER;
            }
            case SUSPECT -> {
                state = State.DOWN;
                return Action.CLOSE;
            }
            case REOPEN -> {
                return onTimerInReopen();
            }
            default -> {
                return Action.NONE;
            }
        }
    }

    private Action onTimerInReopen() {
        if (!pending) {
            pending = true;
            return Action.PROBE;
        }
        if (answers < 0) {
            state = State.DOWN;
            return Action.CLOSE;
        }
        answers = -1;
        return Action.NONE;
    }
}
