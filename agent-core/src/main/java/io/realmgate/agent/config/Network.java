package io.realmgate.agent.config;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An IP network such as {@code 10.2.0.0/16} or {@code 2001:db8::/32}.
 *
 * @param text as it was written
 */
public record Network(String text) {
    /** The network that {@code text} names; a single address is a network of one. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int bits = NetUtil.isValidIpV4Address(address) ? 32 : NetUtil.isValidIpV6Address(address) ? 128 : -1;
        if (bits < 0) {
            return Optional.empty();
        }
        if (slash < 0) {
            return Optional.of(new Network(text + "/" + bits));
        }
        try {
            int prefix = Integer.parseInt(text.substring(slash + 1));
            return prefix >= 0 && prefix <= bits ? Optional.of(new Network(text)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public boolean contains(InetSocketAddress address) {
        int slash = text.indexOf('/');
        return new IpSubnetFilterRule(
                        text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)), IpFilterRuleType.ACCEPT)
                .matches(address);
    }

    @Override
    public String toString() {
        return text;
    }
}
