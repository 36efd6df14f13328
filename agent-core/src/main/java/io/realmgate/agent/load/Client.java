package io.realmgate.agent.load;

import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.DiameterMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A client: sends requests, matches the answers, looks at what became of them. */
final class Client extends Link {
    private static final int ENDS = DiameterMessage.HEADER_LENGTH;

    private final int firstEndToEnd;
    private final int sequenceMask;
    private final Script script;
    private final RequestTemplate request;
    private final Window window;
    private final int command;
    private final boolean check;
    private final ByteBuffer expected;
    private ByteBuffer seen = ByteBuffer.allocate(0);
    private int sequence;
    private long issued;
    private boolean replaces;

    Client(Ground ground, SocketChannel channel, Script script, int number) throws IOException {
        super(ground, channel, script.clientBase(number), true);
        int bits = script.plan().sequenceBits();
        this.firstEndToEnd = number << bits;
        this.sequenceMask = (1 << bits) - 1;
        this.script = script;
        this.request = script.request(number);
        this.window = new Window(script.plan().pace().window());
        this.command = script.plan().work().exchange().command();
        this.check = script.plan().check();
        this.expected = request.bytes().duplicate();
    }

    /** Has each request that is answered or lost replaced by the next one. */
    void keepWindowFull(boolean yes) {
        replaces = yes;
    }

    Window window() {
        return window;
    }

    /** How many requests it sent. */
    long issued() {
        return issued;
    }

    /** Sends a request that was due at {@code due}; false when it cannot be sent now. */
    boolean issue(long due) {
        if (window.isFull() || outgoing().isFull() || !isOpen()) {
            return false;
        }
        int endToEnd = firstEndToEnd | sequence++ & sequenceMask;
        int hopByHop = window.take(endToEnd, due);
        int at = reserve(request.length());
        request.write(outgoing().bytes(), at, hopByHop, endToEnd);
        issued++;
        tally.sent++;
        return true;
    }

    /** Gives up what has waited for longer than {@code timeout} nanoseconds, and fills the window up again. */
    void lookForLost(long now, long timeout) {
        tally.lost += window.expire(now - timeout);
        boolean more = replaces;
        while (more) {
            more = issue(now);
        }
    }

    @Override
    void message(ByteBuffer received, int at, int length, long now) {
        int sessionEnd = ENDS + (request.sessionLength() + 3 & ~3);
        if (received.get(at + 4) < 0 || length < sessionEnd) {
            tally.fault(Fault.MALFORMED);
            return;
        }
        if (!isOwnSession(received, at)) {
            tally.fault(isSessionOfAnother(received, at, length) ? Fault.WRONG_CLIENT : Fault.SESSION_ID);
            return;
        }
        int hopByHop = received.getInt(at + 12);
        int endToEnd = received.getInt(at + 16);
        int digits = at + request.sessionDigits();
        if (received.getLong(digits) != HexDigits.of(hopByHop)
                || received.getLong(digits + 8) != HexDigits.of(endToEnd)) {
            tally.fault(Fault.IDENTIFIER);
            return;
        }
        if (!window.isWaiting(hopByHop, endToEnd)) {
            unexpected(hopByHop);
            return;
        }
        long due = window.release(hopByHop);
        judge(received, at, length, sessionEnd, due, now);
        if (replaces) {
            issue(now);
        }
    }

    private void unexpected(int hopByHop) {
        if (window.wasLost(hopByHop)) {
            tally.late++;
        } else {
            tally.fault(window.wasSent(hopByHop) ? Fault.ANSWERED_TWICE : Fault.NEVER_ASKED);
        }
    }

    private boolean isOwnSession(ByteBuffer received, int at) {
        expected.limit(request.sessionDigits()).position(ENDS);
        return expected.mismatch(part(received, at + ENDS, at + request.sessionDigits())) < 0;
    }

    private boolean isSessionOfAnother(ByteBuffer received, int at, int length) {
        for (int i = 0; i < script.clients(); i++) {
            RequestTemplate other = script.request(i);
            int end = other.sessionDigits();
            if (length >= end
                    && other.bytes().slice(ENDS, end - ENDS).mismatch(part(received, at + ENDS, at + end)) < 0) {
                return true;
            }
        }
        return false;
    }

    /** A window on {@code received}; one view is used for all. */
    private ByteBuffer part(ByteBuffer received, int from, int to) {
        if (seen.capacity() == 0) {
            seen = received.duplicate();
        }
        return seen.clear().limit(to).position(from);
    }

    private void judge(ByteBuffer received, int at, int length, int sessionEnd, long due, long now) {
        int result = at + sessionEnd + AnswerTemplate.RESULT;
        boolean first = length >= sessionEnd + 12 && received.getInt(result) == AvpCodes.RESULT_CODE;
        int code = first ? received.getInt(result + 8) : findResult(at, length);
        if (code / 1000 != 2) {
            tally.error(code);
            return;
        }
        tally.success(due, now);
        int header = received.getInt(at + 4);
        if ((header & 0xffffff) != command
                || received.getInt(at + 8) != request.bytes().getInt(8)
                || (header >>> 24 & ~DiameterMessage.FLAG_PROXIABLE) != 0) {
            tally.fault(Fault.HEADER);
        } else if (check) {
            checkContent(received, at + sessionEnd, at + length);
        }
    }

    private int findResult(int at, int length) {
        cursor.over(view(), at + ENDS, at + length);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.RESULT_CODE) && cursor.dataLength() == 4) {
                return cursor.unsigned32();
            }
        }
        return 0;
    }

    /** Compares what stands behind the Session-Id with what its server says; AVPs may have been appended. */
    private void checkContent(ByteBuffer received, int from, int end) {
        int server =
                end - from > AnswerTemplate.SERVER_VALUE ? received.getInt(from + AnswerTemplate.SERVER_VALUE) : -1;
        if (server < 0 || server >= script.servers()) {
            tally.fault(Fault.ANSWER_CHANGED);
            return;
        }
        AnswerTemplate answer = script.answer(server);
        int appended = from + answer.length();
        if (appended > end || answer.bytes().mismatch(part(received, from, appended)) >= 0) {
            tally.fault(Fault.ANSWER_CHANGED);
            return;
        }
        cursor.over(view(), appended, end);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.PROXY_INFO)) {
                tally.fault(Fault.PROXY_INFO);
            }
        }
    }
}
