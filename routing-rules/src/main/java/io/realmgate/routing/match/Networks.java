package io.realmgate.routing.match;

import io.realmgate.routing.Octets;
import io.realmgate.routing.model.Plmn;
import io.realmgate.routing.model.SubscriberSource.Encoding;
import io.realmgate.routing.table.Digits;
import java.util.List;

/**
 * Mobile networks as one int each: {@code mcc * 10,000 + mnc * 10 + digits of the mnc}. A domain name gives the Mobile
 * Network Code three digits whatever it has, and is written with 0 for their count. Nothing here allocates once made.
 */
final class Networks {
    static final int NONE = -1;

    private static final int COUNTRY = 10_000;

    private final int[] networks;

    Networks(List<Plmn> plmns) {
        networks = plmns.stream().mapToInt(Networks::of).toArray();
    }

    private static int of(Plmn plmn) {
        int mnc = plmn.mnc().isEmpty() ? 0 : Integer.parseInt(plmn.mnc());
        return number(Integer.parseInt(plmn.mcc()), mnc, plmn.mnc().length());
    }

    private static int number(int mcc, int mnc, int count) {
        return mcc * COUNTRY + mnc * 10 + count;
    }

    boolean contains(int network) {
        for (int one : networks) {
            if (isSame(one, network)) {
                return true;
            }
        }
        return false;
    }

    /** {@code wanted} may be a whole country; of {@code network} the count of digits may be unknown. */
    private static boolean isSame(int wanted, int network) {
        if (wanted % 10 == 0) {
            return wanted / COUNTRY == network / COUNTRY;
        }
        return wanted == network || (network % 10 == 0 && wanted / 10 == network / 10);
    }

    /** The network in a value, {@link #NONE} if there is none in it. */
    static int read(Octets value, Encoding encoding) {
        return switch (encoding) {
            case PLMN -> value.length() == 3 ? threeOctets(value) : NONE;
            case MCC_MNC -> value.length() == 5 || value.length() == 6 ? text(value) : NONE;
            case DOMAIN -> domain(value);
            case DIGITS, NAI, TBCD, TEXT -> NONE;
        };
    }

    private static int threeOctets(Octets value) {
        int first = value.byteAt(0) & 0xff;
        int second = value.byteAt(1) & 0xff;
        int third = value.byteAt(2) & 0xff;
        int mcc = three(first & 15, first >> 4, second & 15);
        boolean two = second >> 4 == 15;
        int mnc = three(two ? 0 : third & 15, two ? third & 15 : third >> 4, two ? third >> 4 : second >> 4);
        return mcc < 0 || mnc < 0 ? NONE : number(mcc, mnc, two ? 2 : 3);
    }

    private static int three(int hundreds, int tens, int ones) {
        return hundreds > 9 || tens > 9 || ones > 9 ? NONE : 100 * hundreds + 10 * tens + ones;
    }

    private static int text(Octets value) {
        int mcc = digits(value, 0, 3);
        int mnc = digits(value, 3, value.length());
        return mcc < 0 || mnc < 0 ? NONE : number(mcc, mnc, value.length() - 3);
    }

    /** From {@code …mncNNN.mccNNN…}, as in {@code epc.mnc001.mcc001.3gppnetwork.org} (3GPP TS 23.003 19.2). */
    static int domain(Octets name) {
        for (int i = 0; i + 13 <= name.length(); i++) {
            if ((i == 0 || name.byteAt(i - 1) == '.')
                    && isWord(name, i, 'm', 'n', 'c')
                    && name.byteAt(i + 6) == '.'
                    && isWord(name, i + 7, 'm', 'c', 'c')) {
                int mnc = digits(name, i + 3, i + 6);
                int mcc = digits(name, i + 10, i + 13);
                return mcc < 0 || mnc < 0 ? NONE : number(mcc, mnc, 0);
            }
        }
        return NONE;
    }

    private static boolean isWord(Octets name, int at, char a, char b, char c) {
        return (name.byteAt(at) | 0x20) == a && (name.byteAt(at + 1) | 0x20) == b && (name.byteAt(at + 2) | 0x20) == c;
    }

    private static int digits(Octets value, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = value.byteAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** Whether the number of a subscriber begins with a network whose Mobile Network Code a domain name gave. */
    static boolean isOf(long imsi, int network) {
        int mcc = network / COUNTRY;
        int mnc = network % COUNTRY / 10;
        return Digits.beginsWith(imsi, mcc * 1_000L + mnc, 6)
                || (mnc < 100 && Digits.beginsWith(imsi, mcc * 100L + mnc, 5));
    }
}
