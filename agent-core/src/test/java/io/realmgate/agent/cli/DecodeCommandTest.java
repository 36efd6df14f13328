package io.realmgate.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DecodeCommandTest {
    private static final String HEADER = "0100%s c0000999 00000063 00000001 00000002 ";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory = Path.of("");

    @Test
    void unknownAvpsAreShownInHex() {
        assertThat(decode(
                        HEADER.formatted("0038"), "0000270fc000000e0000303901020000", "0000270f0000000c00000007", "00"))
                .isEqualTo(1);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertThat(decode(HEADER.formatted("0030"), "0000270fc000000e0000303901020000", "0000270f0000000c00000007"))
                .isEqualTo(0);
        assertThat(out.toString())
                .isEqualTo("command 2457 request  application 99  flags RP--  hop-by-hop 0x00000001"
                        + "  end-to-end 0x00000002  48 octets\n"
                        + "  AVP 9999 vendor 12345 M                                   0x0102\n"
                        + "  AVP 9999                                                  0x00000007\n");
    }

    @Test
    void anAvpThatClaimsTooMuchIsMarkedWithItsOffset() {
        assertThat(decode(HEADER.formatted("0020"), "00000108400000ff61626364")).isEqualTo(1);
        assertThat(out.toString())
                .contains("!! offset 20: the AVP claims 255 octets of the 12 that are left")
                .contains("0x00000108400000ff61626364");
        assertThat(err.toString()).contains("1 malformed");
    }

    @Test
    void aValueThatIsTooShortForItsTypeIsMarked() {
        assertThat(decode(HEADER.formatted("0020"), "0000010c4000000a07d10000")).isEqualTo(1);
        assertThat(out.toString()).contains("0x07d1  !! offset 20: Unsigned32 of 2 octets, not 4");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(decode(HEADER.formatted("0020"), "000001084000000c1b5b326a")).isZero();
        assertThat(out.toString()).contains("\"\\u001b[2j\"");
    }

    @Test
    void deepNestingEndsInHex() {
        int depth = 3000;
        StringBuilder groups = new StringBuilder();
        for (int i = depth; i > 0; i--) {
            groups.append("0000011c40").append(String.format(java.util.Locale.ROOT, "%06x", 8 * i));
        }
        String length = String.format(java.util.Locale.ROOT, "01%06x", 20 + 8 * depth);
        assertThat(decode(length, "c0000999 00000063 00000001 00000002", groups.toString()))
                .isEqualTo(1);
        assertThat(out.toString().lines().count()).isLessThan(50);
    }

    @Test
    void whatIsNoMessageSaysWhatIsWrongAndWhere() {
        assertThat(decode("01000030c0000999")).isEqualTo(1);
        assertThat(err.toString()).contains("offset 0: 8 octets left, a header has 20");
        assertThat(decode(HEADER.formatted("0030"))).isEqualTo(1);
        assertThat(err.toString()).contains("offset 1: the message claims 48 octets, 20 are there");
    }

    @Test
    void filesAreReadAndMissingOnesAreAUsageError() throws Exception {
        Path file = directory.resolve("message.hex");
        Files.writeString(file, HEADER.formatted("0014"));
        assertThat(decode("--file", file.toString())).isZero();
        assertThat(decode("--file", directory.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no such file");
    }

    private int decode(String... args) {
        CommandLine line = new CommandLine(new DecodeCommand());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }
}
