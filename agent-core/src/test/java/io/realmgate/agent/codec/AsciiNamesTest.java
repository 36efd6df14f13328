package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.testkit.Fenced;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiNamesTest {
    @ParameterizedTest
    @CsvSource({
        "dra1.example, dra1.example, true",
        "DRA1.Example, dra1.eXAMPLE, true",
        "dra1.example, dra2.example, false",
        "dra1, dra1.example, false",
        "'', '', true",
        "a, '', false",
        "[, {, false",
        "@, `, false",
        "É, é, false",
        "Z, z, true"
    })
    void comparesWithoutTheCaseOfAsciiLettersOnly(String one, String other, boolean equal) {
        byte[] name = one.getBytes(StandardCharsets.UTF_8);
        byte[] wanted = other.getBytes(StandardCharsets.UTF_8);
        assertThat(AsciiNames.equalsIgnoreCase(Fenced.exact(name), 0, name.length, wanted))
                .isEqualTo(equal);
        assertThat(AsciiNames.equalsIgnoreCase(Fenced.amid(name, 3, 'x'), 3, name.length, wanted))
                .isEqualTo(equal);
    }
}
