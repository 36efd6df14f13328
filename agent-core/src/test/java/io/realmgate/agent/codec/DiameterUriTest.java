package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiameterUriTest {
    /** The examples of RFC 6733 4.3.1 and some more. */
    @ParameterizedTest
    @CsvSource({
        "aaa://host.example.com;transport=tcp, false, host.example.com, 0, tcp, diameter",
        "aaa://host.example.com:6666;transport=tcp, false, host.example.com, 6666, tcp, diameter",
        "aaa://host.example.com;protocol=diameter, false, host.example.com, 0, tcp, diameter",
        "aaa://host.example.com:6666;protocol=diameter, false, host.example.com, 6666, tcp, diameter",
        "aaa://host.example.com:6666;transport=tcp;protocol=diameter, false, host.example.com, 6666, tcp, diameter",
        "aaa://host.example.com:1813;transport=udp;protocol=radius, false, host.example.com, 1813, udp, radius",
        "aaas://HSS1.Home.example:5868;transport=sctp, true, hss1.home.example, 5868, sctp, diameter",
        "AAA://h, false, h, 0, tcp, diameter",
        "aaa://a_b-c.example;protocol=tacacs+, false, a_b-c.example, 0, tcp, tacacs+"
    })
    void saysWhatItSays(String text, boolean secure, String host, int port, String transport, String protocol) {
        DiameterUri uri = Objects.requireNonNull(DiameterUri.parse(text));
        assertThat(uri).isEqualTo(new DiameterUri(secure, host, port, transport, protocol));
        assertThat(DiameterUri.parse(uri.toString())).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aaa://",
                "host.example.com",
                "http://host.example.com",
                "aaa:host.example.com",
                "aaa://host..example.com",
                "aaa://.example.com",
                "aaa://host.example.com:",
                "aaa://host.example.com:0",
                "aaa://host.example.com:65536",
                "aaa://host.example.com:123456",
                "aaa://host.example.com;transport=quic",
                "aaa://host.example.com;transport=udp",
                "aaa://host.example.com;protocol=diameter;transport=tcp",
                "aaa://host.example.com/path",
                "aaa://host.example.com ",
                "aaa://user@host.example.com",
                "aaa://[::1]",
                "aaa://h\u00f6st.example"
            })
    void whatIsNoneIsNone(String text) {
        assertThat(DiameterUri.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 10_000})
    void hasABound(int length) {
        assertThat(DiameterUri.parse("aaa://" + "a.".repeat(length / 2 - 1) + "bc"))
                .isNull();
    }
}
