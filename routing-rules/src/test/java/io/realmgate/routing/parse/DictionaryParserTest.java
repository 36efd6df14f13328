package io.realmgate.routing.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.routing.check.Diagnostic;
import io.realmgate.routing.dictionary.AvpDefinition;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.CommandDefinition;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.ResultValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DictionaryParserTest {

    private static Dictionary read(String... files) {
        List<SourceFile> sources = new ArrayList<>();
        for (String file : files) {
            sources.add(new SourceFile("dictionary/" + (char) ('a' + sources.size()) + ".conf", file));
        }
        List<Diagnostic> diagnostics = new ArrayList<>();
        Dictionary dictionary = DictionaryParser.parse(sources, diagnostics);
        assertThat(diagnostics).isEmpty();
        return dictionary;
    }

    @Test
    void withoutFilesItIsThatOfTheProgram() {
        assertThat(read()).isSameAs(Dictionary.standard());
    }

    @Test
    void namesAreFoundBesideThoseOfTheProgram() {
        Dictionary own = read(
                "commands = [ { name = Do-It, code = 8388999, application = [ X9, Gx ], request = DIR, answer = DIA } ]",
                "applications = [ { name = X9, id = 4294967294, also = [ X9-prime ] } ]",
                "avps = [ { name = My-Avp, code = 4294967295, vendor = 99999, type = Grouped, mandatory = true }"
                        + ", { name = My-Text, code = 1, vendor = 4294967295, type = UTF8String } ]",
                "results = [ { name = MY_RESULT, code = 3999 }, { name = MY_ERROR, code = 7, vendor = 99999 } ]");
        assertThat(own.application("x9")).contains(-2);
        assertThat(own.application("X9-prime")).contains(-2);
        assertThat(own.applicationName(-2)).isEqualTo("X9");
        assertThat(own.applicationVendor(-2)).isEqualTo(-1);
        assertThat(own.commandName(8388999, -2, false)).isEqualTo("DIA");
        assertThat(own.commands("Do-It-Request")).singleElement().matches(one -> one.isIn(16777238) && one.isIn(-2));
        assertThat(own.avp("my-avp")).isEqualTo(new AvpDefinition("My-Avp", -1, 99999, AvpType.GROUPED, true));
        assertThat(own.avp(1, -1)).isEqualTo(new AvpDefinition("My-Text", 1, -1, AvpType.UTF8_STRING, false));
        assertThat(own.resultCode("MY_RESULT")).contains(3999);
        assertThat(own.experimentalResults("my_error")).containsExactly(new ResultValue(99999, 7));
        assertThat(own.application("S6a")).contains(16777251);
        assertThat(own.avp("User-Name")).isEqualTo(Dictionary.standard().avp("User-Name"));
        assertThat(Dictionary.standard().application("X9")).isEmpty();
        assertThat(Dictionary.standard().avp("My-Avp")).isNull();
    }

    /** An application of a vendor's own may use Credit-Control: the name keeps its one code. */
    @Test
    void aKnownCommandMayBeUsedByAnotherApplication() {
        Dictionary own = read(
                "applications = [ { name = X9, id = 16777999 } ]"
                        + "\ncommands = [ { name = Credit-Control, code = 272, application = X9, request = CCR, answer = CCA } ]");
        List<CommandDefinition> named = own.commands("CCR");
        assertThat(named).extracting(CommandDefinition::code).containsOnly(272);
        assertThat(named).anyMatch(command -> command.isIn(16777999));
        assertThat(named).anyMatch(command -> command.isIn(16777238));
    }
}
