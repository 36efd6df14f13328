package io.realmgate.agent.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realmgate.agent.testkit.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01000014800001180000000000000001",
                "0x01000014 0x80000118 0x00000000 0x00000001",
                "01:00:00:14:80:00:01:18:00:00:00:00:00:00:00:01",
                "01 00 00 14 80 00 01 18\n00 00 00 00 00 00 00 01",
                "# a watchdog\n01000014 80000118 # its header\n00000000 00000001",
                "00000000: 0100 0014 8000 0118 0000 0000 0000 0001  ................",
                "0000  01 00 00 14 80 00 01 18  ........\n0008  00 00 00 00 00 00 00 01  ...#....",
                "00000000  01 00 00 14 80 00 01 18 00 00 00 00 00 00 00 01  |................|"
            })
    void everyUsualWayToWriteOctetsIsRead(String text) throws Exception {
        assertThat(Captures.hex(HexText.parse(text))).isEqualTo("01000014800001180000000000000001");
    }

    @Test
    void whatIsNotHexIsNamedWithItsPlace() {
        assertThatThrownBy(() -> HexText.parse("0100\n01 0g"))
                .isInstanceOf(MalformedInputException.class)
                .hasMessage("line 2, column 5: \"g\" is not a hexadecimal digit");
    }

    @Test
    void halfAnOctetIsAnError() {
        assertThatThrownBy(() -> HexText.parse("01000"))
                .isInstanceOf(MalformedInputException.class)
                .hasMessage("line 1: an odd number of hexadecimal digits");
    }

    @Test
    void aLongLineThatIsNeitherIsReadInGoodTime() {
        assertThatThrownBy(() -> HexText.parse("0000  " + "a".repeat(100_000) + "!"))
                .isInstanceOf(MalformedInputException.class);
    }
}
