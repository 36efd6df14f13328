package io.realmgate.agent.transport;

import io.netty.channel.sctp.SctpChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;

/** Which addresses of an association its peer is told of (RFC 6733 5.3.5). */
final class SctpAddresses {
    private SctpAddresses() {}

    static List<InetAddress> advertised(SctpChannel association) {
        return advertised(association.allLocalAddresses(), association.allRemoteAddresses());
    }

    /** An association on all addresses has those too that only this machine can reach; they mean something only here. */
    static List<InetAddress> advertised(Collection<InetSocketAddress> local, Collection<InetSocketAddress> remote) {
        boolean peerIsHere = remote.stream().anyMatch(address -> isOfThisHost(address.getAddress()));
        List<InetAddress> all =
                local.stream().map(InetSocketAddress::getAddress).distinct().toList();
        List<InetAddress> reachable = all.stream()
                .filter(address -> peerIsHere || !isOfThisHost(address))
                .toList();
        return reachable.isEmpty() ? all : reachable;
    }

    private static boolean isOfThisHost(InetAddress address) {
        return address.isLoopbackAddress() || address.isLinkLocalAddress();
    }
}
