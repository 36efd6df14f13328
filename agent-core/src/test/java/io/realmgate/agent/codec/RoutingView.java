package io.realmgate.agent.codec;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that {@link RoutingAvps} says about one message, to be compared; positions count from the message's start. */
record RoutingView(
        int result,
        int faultStart,
        int faultLength,
        Map<Integer, Integer> found,
        List<Integer> routeRecords,
        List<Integer> proxyInfos) {

    /** Scans with {@code avps}, which may have been used before. */
    static RoutingView scan(RoutingAvps avps, ByteBuf bytes, int start, int length) {
        int result = avps.scan(new DiameterMessage().wrap(bytes, start, length));
        Map<Integer, Integer> found = new TreeMap<>();
        put(found, AvpCodes.SESSION_ID, avps.sessionId(), start);
        put(found, AvpCodes.ORIGIN_HOST, avps.originHost(), start);
        put(found, AvpCodes.ORIGIN_REALM, avps.originRealm(), start);
        put(found, AvpCodes.DESTINATION_HOST, avps.destinationHost(), start);
        put(found, AvpCodes.DESTINATION_REALM, avps.destinationRealm(), start);
        put(found, AvpCodes.USER_NAME, avps.userName(), start);
        List<Integer> routeRecords = new ArrayList<>();
        for (int i = 0; i < avps.routeRecordCount(); i++) {
            routeRecords.add(avps.routeRecord(i) - start);
        }
        List<Integer> proxyInfos = new ArrayList<>();
        for (int i = 0; i < avps.proxyInfoCount(); i++) {
            proxyInfos.add(avps.proxyInfo(i) - start);
        }
        int fault = avps.faultStart() < 0 ? -1 : avps.faultStart() - start;
        return new RoutingView(result, fault, avps.faultLength(), found, routeRecords, proxyInfos);
    }

    private static void put(Map<Integer, Integer> found, int code, int at, int start) {
        if (at >= 0) {
            found.put(code, at - start);
        }
    }
}
