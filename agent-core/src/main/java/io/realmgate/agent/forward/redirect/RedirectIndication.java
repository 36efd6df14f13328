package io.realmgate.agent.forward.redirect;

import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.DiameterUri;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.routing.model.RedirectUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says that redirects: 3006 to hosts (RFC 6733 6.1.8), 3011 to realms (RFC 7075 3.2). AVPs that say
 * nothing usable are left out.
 *
 * @param originHost who says so, in lower case; empty when the answer does not tell
 * @param hosts identities in lower case, in the order of the Redirect-Hosts; empty for 3011
 * @param realms in lower case, in the order of the Redirect-Realms; empty for 3006
 * @param seconds how long it may be cached; 0 unless {@code usage} allows it
 */
public record RedirectIndication(
        String originHost, List<String> hosts, List<String> realms, RedirectUsage usage, long seconds) {
    /** Redirect-Hosts or Redirect-Realms that are looked at. */
    static final int MOST = 16;

    private static final int LONGEST_NAME = 255;
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    public RedirectIndication {
        hosts = List.copyOf(hosts);
        realms = List.copyOf(realms);
    }

    /** What {@code answer} says; null if it does not redirect, or has no E bit, which RFC 6733 6.1.8 asks for. */
    public static @Nullable RedirectIndication of(DiameterMessage answer) {
        return answer.isError() ? new Reader().read(answer) : null;
    }

    private static final class Reader {
        private final List<String> hosts = new ArrayList<>();
        private final List<String> realms = new ArrayList<>();
        private String originHost = "";
        private RedirectUsage usage = RedirectUsage.DONT_CACHE;
        private long seconds;
        private int result;

        @Nullable
        RedirectIndication read(DiameterMessage answer) {
            AvpCursor cursor = new AvpCursor().over(answer);
            while (cursor.next()) {
                if (!cursor.hasVendor()) {
                    take(cursor);
                }
            }
            if (result != ResultCodes.REDIRECT_INDICATION && result != ResultCodes.REALM_REDIRECT_INDICATION) {
                return null;
            }
            // RFC 6733 6.14: without its time a redirect is for this request only.
            RedirectUsage cached = seconds == 0 ? RedirectUsage.DONT_CACHE : usage;
            boolean toHosts = result == ResultCodes.REDIRECT_INDICATION;
            return new RedirectIndication(
                    originHost,
                    toHosts ? hosts : List.of(),
                    toHosts ? List.of() : realms,
                    cached,
                    cached == RedirectUsage.DONT_CACHE ? 0 : seconds);
        }

        private void take(AvpCursor avp) {
            boolean isNumber = avp.dataLength() == 4;
            switch (avp.code()) {
                case AvpCodes.ORIGIN_HOST -> originHost = name(avp);
                case AvpCodes.RESULT_CODE -> result = isNumber ? avp.unsigned32() : 0;
                case AvpCodes.REDIRECT_HOST_USAGE -> usage = RedirectUsage.of(isNumber ? avp.unsigned32() : 0);
                case AvpCodes.REDIRECT_MAX_CACHE_TIME -> seconds = isNumber ? avp.unsigned32() & 0xffff_ffffL : 0;
                case AvpCodes.REDIRECT_HOST -> addHost(avp.text());
                case AvpCodes.REDIRECT_REALM -> {
                    String realm = name(avp);
                    if (NAME.matcher(realm).matches() && realms.size() < MOST) {
                        realms.add(realm);
                    }
                }
                default -> {
                    // Nothing that says where to go.
                }
            }
        }

        private void addHost(String text) {
            DiameterUri uri = DiameterUri.parse(text);
            if (uri != null && uri.isDiameter() && hosts.size() < MOST) {
                hosts.add(uri.host());
            }
        }

        private static String name(AvpCursor avp) {
            if (avp.dataLength() > LONGEST_NAME) {
                return "";
            }
            return avp.bytes()
                    .toString(avp.dataStart(), avp.dataLength(), StandardCharsets.US_ASCII)
                    .toLowerCase(Locale.ROOT);
        }
    }
}
