package io.realmgate.routing.parse;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.model.Action;
import io.realmgate.routing.model.RedirectUsage;
import io.realmgate.routing.model.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code action = redirect, to = … or to-realm = …, usage = ALL_REALM, cache-time = 1h}. */
final class RedirectParser {

    private static final List<String> USAGES =
            Arrays.stream(RedirectUsage.values()).map(Enum::name).toList();
    private static final Duration LONGEST = Duration.ofDays(7);

    private final LookupParser lookups;
    private final Fields rule;

    RedirectParser(LookupParser lookups, Fields rule) {
        this.lookups = lookups;
        this.rule = rule;
    }

    /** The action, or null if something in it is wrong, which is then reported. */
    @Nullable
    Action parse() {
        RedirectUsage usage = usage();
        Integer seconds = usage == null ? null : cacheSeconds(usage);
        ConfigValue toRealm = rule.get("to-realm");
        if (toRealm != null) {
            List<String> realms = realms(toRealm);
            return usage == null || seconds == null || realms == null
                    ? null
                    : new Action.RealmRedirect(realms, usage, seconds);
        }
        Target target = lookups.to(rule);
        return usage == null || seconds == null || target == null ? null : new Action.Redirect(target, usage, seconds);
    }

    private @Nullable RedirectUsage usage() {
        if (rule.get("usage") == null) {
            return RedirectUsage.DONT_CACHE;
        }
        Scalar usage = rule.scalar("usage");
        if (usage == null) {
            return null;
        }
        if (USAGES.contains(usage.text())) {
            return RedirectUsage.valueOf(usage.text());
        }
        rule.report()
                .error(
                        usage.origin(),
                        "unknown usage \"" + usage.text() + "\"",
                        rule.report().suggest(usage.text(), USAGES, "known: " + String.join(", ", USAGES)));
        return null;
    }

    /** RFC 6733 6.14: what may be cached says for how long. Null if that is wrong. */
    private @Nullable Integer cacheSeconds(RedirectUsage usage) {
        ConfigValue value = rule.get("cache-time");
        if (usage == RedirectUsage.DONT_CACHE) {
            if (value != null) {
                rule.report().error(value, "\"cache-time\" means nothing without a \"usage\" that is cached", null);
            }
            return value == null ? 0 : null;
        }
        if (value == null) {
            rule.report()
                    .error(
                            rule.object(),
                            "\"usage\" " + usage + " needs a \"cache-time\"",
                            "how long it may be cached, such as 1h: RFC 6733 6.14");
            return null;
        }
        try {
            Duration time = rule.object().toConfig().getDuration("cache-time");
            if (time.toSeconds() > 0 && time.compareTo(LONGEST) <= 0) {
                return (int) time.toSeconds();
            }
        } catch (ConfigException e) {
            // Reported below, with the form that is expected.
        }
        rule.report().error(value, "\"cache-time\" must be a duration from 1s to 7d", "such as 10m or 1h");
        return null;
    }

    /** RFC 7075 2: it is for those applications that know it, so the rule has to name them. */
    private @Nullable List<String> realms(ConfigValue toRealm) {
        Report report = rule.report();
        if (rule.get("to") != null) {
            report.error(toRealm, "a redirect has either \"to\" or \"to-realm\"", null);
            return null;
        }
        if (!(rule.get("match") instanceof ConfigObject match) || match.get("application") == null) {
            report.error(
                    toRealm,
                    "\"to-realm\" needs an \"application\" in its match",
                    "only applications that know it can be redirected to a realm: RFC 7075 2");
            return null;
        }
        List<Scalar> written = rule.scalars("to-realm");
        List<String> realms = new ArrayList<>();
        for (Scalar one : written) {
            String realm = DiameterName.read(one, "to-realm", report);
            if (realm != null) {
                realms.add(realm);
            }
        }
        return realms.isEmpty() || realms.size() < written.size() ? null : realms;
    }
}
