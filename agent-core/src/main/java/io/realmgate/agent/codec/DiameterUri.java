package io.realmgate.agent.codec;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of type DiameterURI (RFC 6733 4.3.1): who is to be reached, and how.
 *
 * @param secure whether the scheme is {@code aaas}: TLS or DTLS
 * @param host the FQDN in lower case, at most 255 characters
 * @param port 1 to 65535, or 0 when the URI leaves it to the default
 * @param transport {@code tcp}, which is the default, {@code sctp} or {@code udp}
 * @param protocol {@code diameter}, which is the default, {@code radius} or {@code tacacs+}
 */
public record DiameterUri(boolean secure, String host, int port, String transport, String protocol) {
    private static final Pattern SYNTAX = Pattern.compile(
            "(aaas?)://([a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63})*)(?::([0-9]{1,5}))?"
                    + "(?:;transport=(tcp|sctp|udp))?(?:;protocol=(diameter|radius|tacacs\\+))?",
            Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 512;
    private static final int LONGEST_NAME = 255;

    /** What {@code text} says, or null if it is no DiameterURI. */
    public static @Nullable DiameterUri parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String host = lower(matcher.group(2), "");
        String digits = matcher.group(3);
        int port = digits == null ? 0 : Integer.parseInt(digits);
        if (host.length() > LONGEST_NAME || port > 65535 || digits != null && port == 0) {
            return null;
        }
        DiameterUri uri = new DiameterUri(
                lower(matcher.group(1), "").equals("aaas"),
                host,
                port,
                lower(matcher.group(4), "tcp"),
                lower(matcher.group(5), "diameter"));
        // RFC 6733 4.3.1: UDP is not for Diameter.
        return uri.isDiameter() && uri.transport.equals("udp") ? null : uri;
    }

    private static String lower(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text.toLowerCase(Locale.ROOT);
    }

    /** Whether a Diameter node is meant. */
    public boolean isDiameter() {
        return protocol.equals("diameter");
    }

    /** As it is written, without what is default anyway. */
    @Override
    public String toString() {
        return (secure ? "aaas://" : "aaa://")
                + host
                + (port == 0 ? "" : ":" + port)
                + (transport.equals("tcp") ? "" : ";transport=" + transport)
                + (isDiameter() ? "" : ";protocol=" + protocol);
    }
}
