package io.realmgate.agent.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * RFC 6733 4.1 read a second time, slowly and with lists, to compare the real parsers with. Knows no class of the codec
 * but its constants.
 */
final class ReferenceParser {
    /** AVPs whose V bit must be clear because a relay acts on them. */
    private static final Set<Integer> INTERPRETED = Set.of(263, 264, 296, 293, 283, 282, 284);

    private static final Set<Integer> FIRST_COUNTS = Set.of(263, 264, 296, 1);
    private static final Set<Integer> ONLY_ONCE = Set.of(293, 283);

    /** One AVP; {@code length} without padding. */
    record Avp(int start, int code, int flags, int vendor, int length) {
        boolean hasVendor() {
            return (flags & 0x80) != 0;
        }

        int dataStart() {
            return start + (hasVendor() ? 12 : 8);
        }
    }

    /** The AVPs up to the end or to the first whose length is a lie; then where that one begins, else -1. */
    record Walk(List<Avp> avps, int brokenAt) {}

    private ReferenceParser() {}

    static Walk walk(byte[] bytes, int from, int end) {
        List<Avp> avps = new ArrayList<>();
        int at = from;
        while (at < end) {
            if (end - at < 8) {
                return new Walk(avps, at);
            }
            int flags = bytes[at + 4] & 0xff;
            int length = (bytes[at + 5] & 0xff) * 65536 + (bytes[at + 6] & 0xff) * 256 + (bytes[at + 7] & 0xff);
            boolean vendor = flags >= 128;
            if (length < (vendor ? 12 : 8) || at + length > end) {
                return new Walk(avps, at);
            }
            avps.add(new Avp(at, number(bytes, at), flags, vendor ? number(bytes, at + 8) : 0, length));
            at += length;
            while ((at - from) % 4 != 0) {
                at++;
            }
        }
        return new Walk(avps, -1);
    }

    /** What {@link RoutingAvps#scan} must say about a message that begins at index 0. */
    static RoutingView route(byte[] message) {
        Walk walk = walk(message, 20, message.length);
        Map<Integer, Integer> found = new TreeMap<>();
        List<Integer> routeRecords = new ArrayList<>();
        List<Integer> proxyInfos = new ArrayList<>();
        for (Avp avp : walk.avps()) {
            int result = note(avp, found, routeRecords, proxyInfos);
            if (result != 0) {
                return new RoutingView(result, avp.start(), avp.length(), found, routeRecords, proxyInfos);
            }
        }
        if (walk.brokenAt() >= 0) {
            int readable = Math.min(12, message.length - walk.brokenAt());
            return new RoutingView(5014, walk.brokenAt(), readable, found, routeRecords, proxyInfos);
        }
        return new RoutingView(0, -1, 0, found, routeRecords, proxyInfos);
    }

    private static int note(
            Avp avp, Map<Integer, Integer> found, List<Integer> routeRecords, List<Integer> proxyInfos) {
        int code = avp.code();
        if (avp.hasVendor()) {
            return avp.vendor() == 0 && INTERPRETED.contains(code) ? 3009 : 0;
        }
        if (ONLY_ONCE.contains(code) && found.containsKey(code)) {
            return 5009;
        }
        if (FIRST_COUNTS.contains(code) || ONLY_ONCE.contains(code)) {
            found.putIfAbsent(code, avp.start());
        } else if (code == 282) {
            routeRecords.add(avp.start());
        } else if (code == 284) {
            proxyInfos.add(avp.start());
        }
        return 0;
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }
}
