package io.realmgate.agent.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests of a server to a client, back along the way that the client's own requests took.
 *
 * <pre>
 *  client.visited.example &lt;-- RAR, ASR, CLR -- [ agent ] &lt;-- hss1.home.example
 *                         -- RAA, ASA, CLA --&gt;           --&gt;
 * </pre>
 */
class ServerInitiatedTest extends Behaviour {
    /** RAR and ASR of the base protocol applications, and CLR of S6a, over connections of either direction. */
    @ParameterizedTest
    @CsvSource({
        "258, 4, false",
        "274, 4, false",
        "317, 16777251, false",
        "258, 4, true",
        "274, 1, true",
        "317, 16777251, true"
    })
    void reachesTheClientByItsHostName(int command, int application, boolean agentToClient) {
        RawListener listener = listen();
        start(new TestConfig().peer(CLIENT, agentToClient ? listener : null).peers("client2.visited.example", HSS1));
        RawPeer client = agentToClient ? accept(listener, CLIENT, application) : connect(CLIENT, application);
        connect("client2.visited.example", application);
        RawPeer server = connect(HSS1, application);

        // First the client's own session, so that both directions are in use at once.
        client.send(Ask.realm("home.example").application(application).command(272));
        RawMessage opened = server.next();

        Ask ask = Ask.realm("visited.example")
                .host(CLIENT)
                .from(HSS1)
                .application(application)
                .command(command);
        server.send(ask);
        RawMessage request = client.next();
        assertThat(request.bytes()).isEqualTo(Relayed.request(ask.bytes(), request.hopByHop(), HSS1));
        byte[] answer = RawMessages.success(request, CLIENT);
        client.send(answer);
        assertThat(server.next().bytes())
                .isEqualTo(Relayed.answer(answer, ask.message().hopByHop()));

        server.send(RawMessages.success(opened, HSS1));
        assertThat(client.next().command()).isEqualTo(272);
    }
}
