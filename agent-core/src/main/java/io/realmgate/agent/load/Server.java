package io.realmgate.agent.load;

import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.DiameterMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A server: answers every request where it was read, and looks at what became of it on its way. */
final class Server extends Link {
    private static final int ENDS = DiameterMessage.HEADER_LENGTH;

    private final Script script;
    private final AnswerTemplate answer;
    private final int sequenceBits;
    private final boolean check;
    private final boolean wantsRouteRecord;
    private final byte[][] identities;
    private final ByteBuffer expected = ByteBuffer.allocateDirect(2 * LoadPlan.LARGEST_MESSAGE);
    private ByteBuffer seen = ByteBuffer.allocate(0);

    Server(Ground ground, SocketChannel channel, Script script, int number, boolean dialed) throws IOException {
        super(ground, channel, script.serverBase(number), dialed);
        this.script = script;
        this.answer = script.answer(number);
        this.sequenceBits = script.plan().sequenceBits();
        this.check = script.plan().check();
        this.wantsRouteRecord = check && !script.plan().places().pump();
        this.identities = new byte[script.clients()][];
        for (int i = 0; i < identities.length; i++) {
            identities[i] = script.client(i).getBytes(StandardCharsets.US_ASCII);
        }
    }

    @Override
    void message(ByteBuffer received, int at, int length, long now) {
        int endToEnd = received.getInt(at + 16);
        int client = endToEnd >>> sequenceBits;
        RequestTemplate request = client < script.clients() ? script.request(client) : null;
        if (received.get(at + 4) >= 0 || request == null || length < request.length()) {
            tally.fault(received.get(at + 4) >= 0 ? Fault.MALFORMED : Fault.REQUEST_CHANGED);
            return;
        }
        tally.served++;
        if (check) {
            check(received, at, request, endToEnd);
        }
        int appended = at + request.length();
        int end = at + length;
        int proxyInfo = appended == end ? 0 : appended(appended, end, client);
        if (appended == end && wantsRouteRecord) {
            tally.fault(Fault.ROUTE_RECORD);
        }
        reply(received, at, request, proxyInfo);
        if (proxyInfo > 0) {
            copyProxyInfo(received, appended, end);
        }
    }

    private void check(ByteBuffer received, int at, RequestTemplate request, int endToEnd) {
        int digits = at + request.sessionDigits();
        if (received.getLong(digits + 8) != HexDigits.of(endToEnd)) {
            tally.fault(Fault.IDENTIFIER);
            return;
        }
        int flags = received.get(at + 4);
        if ((flags & DiameterMessage.FLAG_RETRANSMITTED) != 0) {
            tally.retransmitted++;
        }
        int sent = request.bytes().getInt(4);
        if ((received.getInt(at + 4) & ~(DiameterMessage.FLAG_RETRANSMITTED << 24)) != sent
                || received.getInt(at + 8) != request.bytes().getInt(8)) {
            tally.fault(Fault.HEADER);
        }
        request.write(expected, 0, HexDigits.value(received.getLong(digits)), endToEnd);
        expected.limit(request.length()).position(ENDS);
        if (seen.capacity() == 0) {
            seen = received.duplicate();
        }
        seen.clear().limit(at + request.length()).position(at + ENDS);
        if (expected.mismatch(seen) >= 0) {
            tally.fault(Fault.REQUEST_CHANGED);
        }
        expected.clear();
    }

    /** Looks at the AVPs that were appended on the way; the octets of the Proxy-Infos among them. */
    private int appended(int from, int end, int client) {
        boolean recorded = !wantsRouteRecord;
        int proxyInfo = 0;
        cursor.over(view(), from, end);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.PROXY_INFO)) {
                proxyInfo += cursor.length() + 3 & ~3;
            } else if (!recorded && cursor.is(AvpCodes.ROUTE_RECORD)) {
                recorded = isIdentity(cursor.dataStart(), cursor.dataLength(), identities[client]);
            }
        }
        if (!recorded) {
            tally.fault(Fault.ROUTE_RECORD);
        }
        if (cursor.malformed()) {
            tally.fault(Fault.MALFORMED);
        }
        return proxyInfo;
    }

    private boolean isIdentity(int at, int length, byte[] identity) {
        if (length != identity.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (view().getByte(at + i) != identity[i]) {
                return false;
            }
        }
        return true;
    }

    /** RFC 6733 6.2: the request's identifiers, Session-Id and P bit, then what this server says. */
    private void reply(ByteBuffer received, int at, RequestTemplate request, int more) {
        int sessionEnd = ENDS + (request.sessionLength() + 3 & ~3);
        int length = sessionEnd + answer.length() + more;
        int to = reserve(length - more);
        ByteBuffer out = outgoing().bytes();
        out.put(to, received, at, sessionEnd);
        out.putInt(to, DiameterMessage.VERSION << 24 | length);
        out.put(to + 4, (byte) (received.get(at + 4) & DiameterMessage.FLAG_PROXIABLE));
        out.put(to + sessionEnd, answer.bytes(), 0, answer.length());
    }

    /** RFC 6733 6.2: Proxy-Info comes back in the order in which it was there. */
    private void copyProxyInfo(ByteBuffer received, int from, int end) {
        cursor.over(view(), from, end);
        while (cursor.next()) {
            if (cursor.is(AvpCodes.PROXY_INFO)) {
                int length = cursor.length() + 3 & ~3;
                int to = reserve(length);
                outgoing().bytes().put(to, received, cursor.start(), length);
            }
        }
    }
}
