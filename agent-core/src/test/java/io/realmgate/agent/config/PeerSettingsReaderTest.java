package io.realmgate.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.config.Advertisement.Application;
import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.parse.RuleSet;
import io.realmgate.routing.parse.RuleSetCompiler;
import io.realmgate.routing.parse.SourceFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PeerSettingsReaderTest {
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private PeerSettings read(String more) {
        String text = "peers = [\n{ identity = p.example, realm = example\n" + more + " }\n"
                + "{ identity = other.example, realm = example }\n]\n";
        RuleSet set = RuleSetCompiler.compile(new SourceFile("peers.conf", text), List.of(), Dictionary.standard());
        return PeerSettingsReader.peers(
                        Objects.requireNonNull(set.directory()), Machine.ANY, Dictionary.standard(), null, diagnostics)
                .get(0);
    }

    @Test
    void aPeerOfWhichNothingIsSaid() {
        PeerSettings peer = read("");
        assertThat(peer.connect()).isEmpty();
        assertThat(peer.localAddresses()).isEmpty();
        assertThat(peer.profile()).isEqualTo(PeerProfile.USUAL);
        assertThat(diagnostics).isEmpty();
    }

    @Test
    void allThatCanBeSaid() {
        PeerSettings peer = read("""
                connect = [ "tcp://10.0.0.1:3868", "tcp://[2001:db8::1]" ], local-address = "2001:db8::2"
                advertise = [ S6a, Gy, Rf, 16777216, { application = 16777999, vendor = 193, type = acct } ]
                supported-vendors = [ 10415, 13019 ], supports = [ S6a, Relay, 4294967294 ]
                local-identity = Edge.example, local-realm = Example
                timers { watchdog = 6s, reconnect = 500ms, request = 1 day }
                errors { timeout = 3004, no-route = DIAMETER_UNABLE_TO_COMPLY }""");
        assertThat(diagnostics).isEmpty();
        assertThat(peer.connect()).extracting(PeerSettings.Endpoint::host).containsExactly("10.0.0.1", "2001:db8::1");
        assertThat(peer.connect().get(1).port()).isEqualTo(3868);
        assertThat(peer.localAddresses()).containsExactly("2001:db8::2");
        PeerProfile profile = peer.profile();
        assertThat(profile.advertisement().applications())
                .containsExactly(
                        new Application(16777251, 10415, false),
                        new Application(4, 0, false),
                        new Application(3, 0, true),
                        new Application(16777216, 10415, false),
                        new Application(16777999, 193, true));
        assertThat(profile.advertisement().supportedVendors()).containsExactly(10415, 13019);
        assertThat(profile.supports()).containsExactlyInAnyOrder(16777251, -1, -2);
        assertThat(profile.local()).isEqualTo(new PeerProfile.LocalName("Edge.example", "Example"));
        assertThat(profile.timers())
                .isEqualTo(new PeerProfile.Timers(Duration.ofSeconds(6), Duration.ofMillis(500), Duration.ofDays(1)));
        assertThat(profile.errors().of(ErrorCause.TIMEOUT, 3002)).isEqualTo(3004);
        assertThat(profile.errors().of(ErrorCause.NO_ROUTE, 3002)).isEqualTo(5012);
        assertThat(profile.errors().of(ErrorCause.PEER_LOST, 3002)).isEqualTo(3002);
    }

    @Test
    void whoeverAdvertisesAVendorsApplicationSupportsTheVendor() {
        assertThat(read("advertise = [ S6a, Cx, e4, Gy ]")
                        .profile()
                        .advertisement()
                        .supportedVendors())
                .containsExactly(10415, 13019);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("advertise = [ S6q ]", "unknown application \"S6q\" (did you mean"),
                mistake("advertise = []", "\"advertise\" is an empty list"),
                mistake("advertise = [ [ S6a ] ]", "\"advertise\" must name applications"),
                mistake(
                        "advertise = [ 16777999 ]",
                        "the vendor of application 16777999 is not known here ({ application = 16777999, vendor = … })"),
                mistake("advertise = [ Base ]", "application 0 is common to all and never advertised"),
                mistake("advertise = [ S6a, 16777251 ]", "this application is advertised twice"),
                mistake("advertise = [ { vendor = 193 } ]", "\"application\" is missing"),
                mistake("advertise = [ { application = 16777999, vendor = x } ]", "\"vendor\" must be a Vendor-Id"),
                mistake("advertise = [ { application = S6a, type = both } ]", "type \"both\" is not known"),
                mistake("advertise = [ { application = S6a, vendr = 1 } ]", "did you mean \"vendor\"?"),
                mistake("advertise = [ 99999999999 ]", "unknown application \"99999999999\""),
                mistake("supported-vendors = 10415", "\"supported-vendors\" must be a list"),
                mistake("supported-vendors = [ 0 ]", "\"0\" is no Vendor-Id"),
                mistake("supported-vendors = [ 10415, 10415 ]", "Vendor-Id 10415 is there twice"),
                mistake("supports = []", "\"supports\" is an empty list"),
                mistake("supports = [ Nonsense ]", "unknown application \"Nonsense\""),
                mistake("local-identity = a.example", "\"local-realm\" is missing"),
                mistake("local-realm = a.example", "\"local-identity\" is missing"),
                mistake("local-identity = \"a b\", local-realm = b.example", "\"a b\" is not a domain name"),
                mistake("local-identity = Other.example, local-realm = example", "is that of a peer"),
                mistake("timers = 3s", "\"timers\" must be a group { … }"),
                mistake("timers { watchdg = 3s }", "unknown key \"timers.watchdg\" (did you mean \"watchdog\"?)"),
                mistake("timers { watchdog = 0s }", "timers.watchdog must be from 1ms to 1 day"),
                mistake("timers { request = [ 1 ] }", "timers.request must be from 1ms to 1 day"),
                mistake("errors = 3004", "\"errors\" must be a group { … }"),
                mistake("errors { time-out = 3004 }", "unknown key \"errors.time-out\" (did you mean \"timeout\"?)"),
                mistake("errors { rule = 3004 }", "unknown key \"errors.rule\""),
                mistake("errors { timeout = DIAMETER_TO_BUSY }", "did you mean \"DIAMETER_TOO_BUSY\"?"),
                mistake("errors { timeout = 3999 }", "unknown result \"3999\""),
                mistake("errors { timeout = 2001 }", "result 2001 is not an error"),
                mistake("errors { timeout = 4002 }", "is a transient failure"),
                mistake("errors { timeout = 3006 }", "is a redirect"),
                mistake("errors { timeout = 5004 }", "blames an AVP of the request"),
                mistake("errors { timeout = 3008 }", "blames the header of the request"),
                mistake("errors { timeout = 5010 }", "belongs into a capabilities exchange"),
                mistake("errors { timeout = [ 3004 ] }", "unknown result \"[3004]\""),
                mistake("connect = []", "\"connect\" is an empty list"),
                mistake("connect = [ \"tcp://a:1\", \"tcp://a:1\" ]", "connect \"tcp://a:1\" is there twice"),
                mistake("connect = [ \"tcp://a:1\", \"udp://a:1\" ]", "connect \"udp://a:1\" cannot be used"),
                mistake("local-address = \"10.0.0.1\"", "\"local-address\" means nothing without \"connect\""),
                mistake(
                        "connect = \"tcp://a:1\", local-address = host.example",
                        "local-address \"host.example\" is no address"),
                mistake(
                        "connect = [ \"sctp://a:1\", \"tcp://a:1\" ], local-address = [ \"10.0.0.1\", \"10.0.0.2\" ]",
                        "several addresses in \"local-address\" are for sctp only"),
                mistake("suports = [ S6a ]", "unknown key \"suports\" (did you mean \"supports\"?)"));
    }

    private static Arguments mistake(String text, String says) {
        return Arguments.of(text, says);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isSaidWithItsPlace(String text, String says) {
        read(text);
        assertThat(diagnostics).hasSize(1);
        assertThat(diagnostics.get(0).text()).startsWith("peers.conf:3: ").contains(says);
    }
}
