package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.AsciiNames;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.routing.Names;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests for our own realm whose User-Name names the realms that they are to take, as {@code home!user@visited} (RFC 4282
 * 2.7): they go on to the next of those realms (RFC 5729 3.3). Confined to one loop; the result lives until the next.
 */
final class DecoratedNai {
    private static final int LONGEST_REALM = 255;

    private final int[] applications;
    private final byte[] realm;
    private final RealmRewrite rewrite = new RealmRewrite();

    /**
     * @param applications for which it is done
     * @param realm ours
     */
    DecoratedNai(Set<Integer> applications, String realm) {
        this.applications = applications.stream().mapToInt(id -> id).sorted().toArray();
        this.realm = Names.lowerCaseBytes(realm);
    }

    /**
     * The request turned to the next realm, or null when it is not for us to turn.
     *
     * @param avps of the request
     */
    @Nullable
    DiameterMessage turn(DiameterMessage request, RoutingAvps avps) {
        if (applications.length == 0
                || avps.userName() < 0
                || avps.destinationHost() >= 0
                || !isForOurRealm(request, avps)
                || Arrays.binarySearch(applications, request.application()) < 0) {
            return null;
        }
        ByteBuf bytes = request.bytes();
        int start = avps.userName() + 8;
        int end = start + RoutingAvps.dataLength(bytes, avps.userName());
        int bang = bytes.indexOf(start, end, (byte) '!');
        int at = bang < 0 ? -1 : bytes.indexOf(bang, end, (byte) '@');
        if (at < 0 || !isName(bytes, start, bang)) {
            return null;
        }
        byte[] next = new byte[bang - start];
        bytes.getBytes(start, next);
        byte[] userName = new byte[at - bang + next.length];
        bytes.getBytes(bang + 1, userName, 0, at - bang);
        System.arraycopy(next, 0, userName, at - bang, next.length);
        return rewrite.rewrite(request, next, userName);
    }

    private boolean isForOurRealm(DiameterMessage request, RoutingAvps avps) {
        int avp = avps.destinationRealm();
        return avp >= 0
                && AsciiNames.equalsIgnoreCase(
                        request.bytes(), avp + 8, RoutingAvps.dataLength(request.bytes(), avp), realm);
    }

    private static boolean isName(ByteBuf bytes, int start, int end) {
        if (end == start || end - start > LONGEST_REALM) {
            return false;
        }
        for (int i = start; i < end; i++) {
            byte octet = Names.lower(bytes.getByte(i));
            boolean label =
                    octet >= 'a' && octet <= 'z' || octet >= '0' && octet <= '9' || octet == '-' || octet == '_';
            if (!label && octet != '.') {
                return false;
            }
        }
        return true;
    }
}
