package io.realmgate.routing.parse;

import com.typesafe.config.ConfigValue;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.dictionary.SubscriberPlace;
import io.realmgate.routing.model.AvpTest.Part;
import io.realmgate.routing.model.AvpTest.TextPattern;
import io.realmgate.routing.model.Match;
import io.realmgate.routing.model.Plmn;
import io.realmgate.routing.model.SubscriberKey;
import io.realmgate.routing.model.SubscriberSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads tests of what a message says of its subscriber: {@code imsi = "00101*"}. */
final class SubscriberParser {

    /** No IMSI and no E.164 number is longer. */
    private static final int MOST_DIGITS = 15;

    private final Dictionary dictionary;
    private final Report report;

    SubscriberParser(Dictionary dictionary, Report report) {
        this.dictionary = dictionary;
        this.report = report;
    }

    /** The test of one key. */
    Match parse(SubscriberKey key, List<Scalar> values, ConfigValue written) {
        Match.Values wanted = switch (key) {
            case IMSI, MSISDN -> new Match.Values.Digits(digits(key, values));
            case PUBLIC_IDENTITY, APN -> new Match.Values.Texts(texts(key, values));
            case VISITED_PLMN -> new Match.Values.Plmns(plmns(values));
        };
        return new Match.Subscriber(key, sources(key), wanted, Written.of(written));
    }

    /** Where the dictionary says that applications keep it. */
    List<SubscriberSource> sources(SubscriberKey key) {
        List<SubscriberSource> sources = new ArrayList<>();
        AvpPathParser paths = new AvpPathParser(dictionary);
        for (SubscriberPlace place : dictionary.subscriberPlaces()) {
            if (place.key().equals(key.key())) {
                if (!(paths.parse(place.path()) instanceof AvpPathParser.Result.Path path)) {
                    throw new IllegalStateException("subscribers.tsv: " + place);
                }
                String encoding = place.encoding().toUpperCase(Locale.ROOT).replace('-', '_');
                sources.add(new SubscriberSource(
                        place.application(), path.path(), SubscriberSource.Encoding.valueOf(encoding)));
            }
        }
        return sources;
    }

    private List<Match.DigitRange> digits(SubscriberKey key, List<Scalar> values) {
        List<Match.DigitRange> ranges = new ArrayList<>();
        for (Scalar value : values) {
            Match.DigitRange range = range(value.text());
            if (range == null) {
                report.error(
                        value.origin(),
                        key.key() + " \"" + value.text() + "\" is not 1 to " + MOST_DIGITS
                                + " digits, a prefix or a range",
                        "\"001010000000001\", \"00101*\", \"001010000000000-001010000099999\"");
            } else if (range.least().compareTo(range.most()) > 0) {
                report.error(value.origin(), "the range \"" + value.text() + "\" is empty", "the smaller number first");
            } else {
                ranges.add(range);
            }
        }
        return ranges;
    }

    private static Match.@Nullable DigitRange range(String text) {
        int dash = text.indexOf('-');
        if (dash >= 0) {
            String least = text.substring(0, dash);
            String most = text.substring(dash + 1);
            boolean sound = isDigits(least) && isDigits(most) && least.length() == most.length();
            return sound ? new Match.DigitRange(least, most, false) : null;
        }
        boolean open = text.endsWith("*");
        String digits = open ? text.substring(0, text.length() - 1) : text;
        return isDigits(digits) ? new Match.DigitRange(digits, digits, open) : null;
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private List<TextPattern> texts(SubscriberKey key, List<Scalar> values) {
        List<TextPattern> patterns = new ArrayList<>();
        for (Scalar value : values) {
            String text = value.text();
            boolean start = text.endsWith("*");
            boolean end = text.startsWith("*");
            String octets = text.substring(end ? 1 : 0, text.length() - (start && text.length() > 1 ? 1 : 0));
            if (octets.isEmpty() || octets.indexOf('*') >= 0 || (start && end)) {
                report.error(
                        value.origin(),
                        key.key() + " \"" + value.text()
                                + "\" is not a text with a \"*\" at most at its start or its end",
                        "\"sip:+49*\", \"*@ims.example\"");
            } else {
                patterns.add(new TextPattern(
                        start ? Part.START : end ? Part.END : Part.WHOLE,
                        new String(octets.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                        true));
            }
        }
        return patterns;
    }

    private List<Plmn> plmns(List<Scalar> values) {
        List<Plmn> networks = new ArrayList<>();
        for (Scalar value : values) {
            Plmn plmn = plmn(value.text());
            if (plmn == null) {
                report.error(
                        value.origin(),
                        "visited-plmn \"" + value.text() + "\" is not MCC-MNC or MCC",
                        "\"001-01\", \"001\"");
            } else {
                networks.add(plmn);
            }
        }
        return networks;
    }

    /** A network as {@code 001-01}, or a country as {@code 001}; null if the text is neither. */
    static @Nullable Plmn plmn(String text) {
        if (!text.matches("[0-9]{3}(-[0-9]{2,3})?")) {
            return null;
        }
        return new Plmn(text.substring(0, 3), text.length() > 3 ? text.substring(4) : "");
    }
}
