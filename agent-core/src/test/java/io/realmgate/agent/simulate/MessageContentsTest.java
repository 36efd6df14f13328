package io.realmgate.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.decode.MessageText;
import io.realmgate.agent.simulate.message.CapturedMessage;
import io.realmgate.agent.simulate.message.Exchange;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.Exchanges;
import io.realmgate.agent.simulate.message.Result;
import io.realmgate.agent.simulate.message.SimulatedApplication;
import io.realmgate.routing.dictionary.Dictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message of every application as text, against {@code src/test/resources/messages}. After a wanted change, run with
 * {@code -Drealmgate.golden.write=true} and look at the difference.
 */
class MessageContentsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/messages");

    static Stream<SimulatedApplication> applications() {
        return Exchanges.applications().stream();
    }

    @ParameterizedTest
    @MethodSource("applications")
    void isWhatTheSpecificationsSay(SimulatedApplication application) throws IOException {
        MessageText messages = new MessageText(Dictionary.standard());
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Exchange exchange : Exchanges.all()) {
            if (exchange.application().equals(application)) {
                CapturedMessage request = request(exchange, number);
                text.append(messages.of(request.view())).append('\n');
                text.append(messages.of(answer(exchange, request).view())).append('\n');
                number++;
            }
        }
        assertThat(messages.problems()).isZero();
        assertThat(text.toString().lines()).noneMatch(line -> line.trim().startsWith("AVP "));
        Path golden = GOLDEN.resolve(application.name() + ".txt");
        if (Boolean.getBoolean("realmgate.golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(golden));
    }

    private static CapturedMessage request(Exchange exchange, int number) {
        boolean fromClient = exchange.initiator() == Side.CLIENT;
        NodeSettings asker = fromClient ? Nodes.client() : Nodes.server();
        OutgoingRequest.Destination destination =
                fromClient ? Nodes.HOME : new OutgoingRequest.Destination("visited.example", "client1.visited.example");
        ByteBuf out = Unpooled.buffer();
        new RequestBuilder(asker, new Identifiers(asker))
                .write(
                        out,
                        new OutgoingRequest(
                                exchange, Nodes.SUBSCRIBER, destination, "client1.visited.example;1;1", number));
        return CapturedMessage.copyOf(out, 0, out.writerIndex());
    }

    private static CapturedMessage answer(Exchange exchange, CapturedMessage request) {
        NodeSettings answerer = exchange.initiator() == Side.CLIENT ? Nodes.server() : Nodes.client();
        OpenSessions sessions = new OpenSessions();
        sessions.opened("client1.visited.example;1;1");
        ByteBuf out = Unpooled.buffer();
        new AnswerBuilder(answerer, sessions).write(out, request, Result.NONE);
        return CapturedMessage.copyOf(out, 0, out.writerIndex());
    }
}
