package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SctpAddressesTest {
    private static List<String> advertised(List<String> local, String remote) {
        return SctpAddresses.advertised(sockets(local), sockets(List.of(remote))).stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }

    private static List<InetSocketAddress> sockets(List<String> addresses) {
        return Stream.of(addresses.toArray(String[]::new))
                .map(address -> new InetSocketAddress(address, 3868))
                .toList();
    }

    @Test
    void whatOnlyThisMachineReachesIsKeptFromOthers() {
        List<String> local = List.of("127.0.0.1", "10.1.0.1", "169.254.1.1", "10.2.0.1");
        assertThat(advertised(local, "10.1.0.9")).containsExactly("10.1.0.1", "10.2.0.1");
        assertThat(advertised(local, "127.0.0.1")).containsExactlyElementsOf(local);
    }

    @Test
    void thereIsAlwaysOne() {
        assertThat(advertised(List.of("127.0.0.1"), "10.1.0.9")).containsExactly("127.0.0.1");
    }
}
