package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Where the AVPs that an agent needs lie in one message, found in a single pass over the AVP headers.
 *
 * <p>The pass always goes to the end of the message, because a Route-Record may stand last (RFC 6733 6.1.3). A reusable
 * flyweight of one thread; positions are absolute indexes of AVP headers, -1 when the AVP is absent. After a {@link
 * #scan} that returned anything but 0 only {@link #faultStart()}, {@link #faultLength()} and what was found before the
 * fault may be used.
 */
public final class RoutingAvps {
    private int sessionId;
    private int originHost;
    private int originRealm;
    private int destinationHost;
    private int destinationRealm;
    private int userName;
    private int faultStart;
    private int faultLength;

    private int[] routeRecords = new int[16];
    private int routeRecordCount;
    private int[] proxyInfos = new int[8];
    private int proxyInfoCount;
    private final AvpList listed = new AvpList();

    /**
     * Finds the routing AVPs of {@code message}.
     *
     * @return 0, or the Result-Code that says what is wrong with the AVP at {@link #faultStart()}: 5014 for a length that
     *     contradicts the message, 3009 for a base AVP that claims vendor 0, 5009 for a second Destination-Host or
     *     Destination-Realm, which would let two agents route one message differently
     */
    public int scan(DiameterMessage message) {
        return scan(message, AvpList.NONE);
    }

    /**
     * The same, and lists AVPs that others may look for.
     *
     * @param wanted their {@link AvpList#bit bits}
     */
    public int scan(DiameterMessage message, long wanted) {
        reset();
        ByteBuf bytes = message.bytes();
        int end = message.end();
        listed.begin(wanted);
        int at = message.avpStart();
        for (int left = end - at; left >= 8; left = end - at) {
            long header = bytes.getLong(at);
            int word = (int) header;
            int length = word & 0xffffff;
            if (length > left || length < (word < 0 ? 12 : 8)) {
                return fault(at, Math.min(left, 12), ResultCodes.INVALID_AVP_LENGTH);
            }
            int code = (int) (header >>> 32);
            if ((wanted >>> code & 1) != 0) {
                listed.add(at);
            }
            if (code <= AvpCodes.ORIGIN_REALM && code > 0) {
                int wrong = word < 0 ? vendorZero(bytes, at, code, length) : note(code, at, length);
                if (wrong != 0) {
                    return wrong;
                }
            }
            at += length + 3 & ~3;
        }
        return at < end ? fault(at, end - at, ResultCodes.INVALID_AVP_LENGTH) : 0;
    }

    private void reset() {
        sessionId = -1;
        originHost = -1;
        originRealm = -1;
        destinationHost = -1;
        destinationRealm = -1;
        userName = -1;
        faultStart = -1;
        faultLength = 0;
        routeRecordCount = 0;
        proxyInfoCount = 0;
    }

    private int fault(int at, int length, int result) {
        faultStart = at;
        faultLength = length;
        return result;
    }

    /** RFC 6733 4.5: the V bit must not be set in base AVPs, and vendor 0 names just those (4.1.1). */
    private int vendorZero(ByteBuf bytes, int at, int code, int length) {
        if (bytes.getInt(at + 8) != 0 || !isInterpreted(code)) {
            return 0;
        }
        return fault(at, length, ResultCodes.INVALID_AVP_BITS);
    }

    private static boolean isInterpreted(int code) {
        return switch (code) {
            case AvpCodes.SESSION_ID,
                    AvpCodes.ORIGIN_HOST,
                    AvpCodes.ORIGIN_REALM,
                    AvpCodes.DESTINATION_HOST,
                    AvpCodes.DESTINATION_REALM,
                    AvpCodes.ROUTE_RECORD,
                    AvpCodes.PROXY_INFO -> true;
            default -> false;
        };
    }

    private int note(int code, int at, int length) {
        switch (code) {
            case AvpCodes.SESSION_ID -> sessionId = sessionId < 0 ? at : sessionId;
            case AvpCodes.ORIGIN_HOST -> originHost = originHost < 0 ? at : originHost;
            case AvpCodes.ORIGIN_REALM -> originRealm = originRealm < 0 ? at : originRealm;
            case AvpCodes.USER_NAME -> userName = userName < 0 ? at : userName;
            case AvpCodes.DESTINATION_HOST -> {
                if (destinationHost >= 0) {
                    return fault(at, length, ResultCodes.AVP_OCCURS_TOO_MANY_TIMES);
                }
                destinationHost = at;
            }
            case AvpCodes.DESTINATION_REALM -> {
                if (destinationRealm >= 0) {
                    return fault(at, length, ResultCodes.AVP_OCCURS_TOO_MANY_TIMES);
                }
                destinationRealm = at;
            }
            case AvpCodes.ROUTE_RECORD -> addRouteRecord(at);
            case AvpCodes.PROXY_INFO -> addProxyInfo(at);
            default -> {
                // Everything else is opaque to a relay (RFC 6733 2.8.1).
            }
        }
        return 0;
    }

    private void addRouteRecord(int at) {
        if (routeRecordCount == routeRecords.length) {
            routeRecords = Arrays.copyOf(routeRecords, routeRecordCount * 2);
        }
        routeRecords[routeRecordCount++] = at;
    }

    private void addProxyInfo(int at) {
        if (proxyInfoCount == proxyInfos.length) {
            proxyInfos = Arrays.copyOf(proxyInfos, proxyInfoCount * 2);
        }
        proxyInfos[proxyInfoCount++] = at;
    }

    /**
     * Whether {@link #scan} looks for this AVP. A message without a fault in which only others were added or removed has the
     * same routing AVPs and no fault, wherever they lie.
     */
    public static boolean notes(int code, int vendor) {
        return vendor == 0 && (isInterpreted(code) || code == AvpCodes.USER_NAME);
    }

    /** Turns from a message without a fault to one that was made of it, as if that had been scanned; nothing is listed. */
    public void move(Displacement to) {
        listed.begin(AvpList.NONE);
        sessionId = to.of(sessionId);
        originHost = to.of(originHost);
        originRealm = to.of(originRealm);
        destinationHost = to.of(destinationHost);
        destinationRealm = to.of(destinationRealm);
        userName = to.of(userName);
        for (int i = 0; i < routeRecordCount; i++) {
            routeRecords[i] = to.of(routeRecords[i]);
        }
        for (int i = 0; i < proxyInfoCount; i++) {
            proxyInfos[i] = to.of(proxyInfos[i]);
        }
    }

    /** Those AVPs of the message scanned last that the scan was told to list. */
    public AvpList listed() {
        return listed;
    }

    /** First index of the AVP that {@link #scan} objected to. */
    public int faultStart() {
        return faultStart;
    }

    /** Octets of the offending AVP that may safely be read. */
    public int faultLength() {
        return faultLength;
    }

    public int sessionId() {
        return sessionId;
    }

    public int originHost() {
        return originHost;
    }

    public int originRealm() {
        return originRealm;
    }

    public int destinationHost() {
        return destinationHost;
    }

    public int destinationRealm() {
        return destinationRealm;
    }

    public int userName() {
        return userName;
    }

    public int routeRecordCount() {
        return routeRecordCount;
    }

    public int routeRecord(int index) {
        return routeRecords[index];
    }

    public int proxyInfoCount() {
        return proxyInfoCount;
    }

    public int proxyInfo(int index) {
        return proxyInfos[index];
    }

    /** Octets of data of the base AVP whose header is at {@code at}. */
    public static int dataLength(ByteBuf bytes, int at) {
        return (bytes.getInt(at + 4) & 0xffffff) - 8;
    }
}
