package io.realmgate.agent.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Diameter identities that a certificate vouches for, of its subjectAltName only: the common name of the subject is not
 * looked at (RFC 9525 section 2).
 *
 * <ul>
 *   <li>dNSName {@code hss1.home.example}: this identity;
 *   <li>dNSName {@code *.home.example}: any identity with exactly one label before {@code home.example};
 *   <li>URI {@code aaa://hss1.home.example} or {@code aaas://…}, with or without port and parameters (RFC 6733 4.3.1):
 *       this identity.
 * </ul>
 */
public final class CertificateNames {
    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final Pattern DIAMETER_URI = Pattern.compile("(?i)aaas?://([^:;/]+).*");

    private CertificateNames() {}

    /** Whether {@code certificate} vouches for {@code identity}, in any case. */
    public static boolean cover(X509Certificate certificate, String identity) {
        String wanted = identity.toLowerCase(Locale.ROOT);
        return of(certificate).stream().anyMatch(name -> covers(name, wanted));
    }

    private static boolean covers(String name, String identity) {
        if (!name.startsWith("*.")) {
            return name.equals(identity);
        }
        int dot = identity.indexOf('.');
        // RFC 9525 6.3: the wildcard is the whole left-most label and stands for one label.
        return dot > 0 && identity.substring(dot).equals(name.substring(1));
    }

    /** The names that it vouches for, in lower case; those of other kinds are left out. */
    public static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives == null) {
                return names;
            }
            for (List<?> alternative : alternatives) {
                String text = String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT);
                if (alternative.get(0).equals(DNS_NAME)) {
                    names.add(text);
                } else if (alternative.get(0).equals(URI)) {
                    Matcher diameter = DIAMETER_URI.matcher(text);
                    if (diameter.matches()) {
                        names.add(diameter.group(1));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // A certificate whose names cannot be read names nobody.
        }
        return names;
    }
}
