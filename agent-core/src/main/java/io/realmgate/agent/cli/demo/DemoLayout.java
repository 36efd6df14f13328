package io.realmgate.agent.cli.demo;

import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.AgentSettings.ListenAddress;
import io.realmgate.agent.config.AgentSettingsReader;
import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.reload.CheckedSet;
import io.realmgate.agent.reload.SetReader;
import io.realmgate.routing.check.Diagnostic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Who takes part and at which addresses, as the configuration says.
 *
 * @param agent the agent's settings
 * @param listen where the agent listens
 * @param servers the peers that the agent connects to
 * @param client the first peer that connects to the agent
 */
record DemoLayout(AgentSettings agent, ListenAddress listen, List<PeerSettings> servers, PeerSettings client) {

    static DemoLayout read(WorkingCopy conf) throws IOException, DemoFailure {
        List<Diagnostic> diagnostics = new ArrayList<>();
        AgentSettings agent =
                AgentSettingsReader.read(conf.agentConf().toString(), Files.readString(conf.agentConf()), diagnostics);
        SetReader.Outcome outcome = new SetReader(conf.directory()).read();
        diagnostics.addAll(outcome.diagnostics());
        CheckedSet set = outcome.set();
        if (agent == null || set == null) {
            throw new DemoFailure(conf.named(diagnostics.get(0).text()));
        }
        List<PeerSettings> servers =
                set.peers().stream().filter(peer -> !peer.connect().isEmpty()).toList();
        List<PeerSettings> clients =
                set.peers().stream().filter(peer -> peer.connect().isEmpty()).toList();
        if (servers.size() < 2 || clients.isEmpty() || agent.listen().isEmpty()) {
            throw new DemoFailure("the demo needs two peers with `connect`, one without, and a listener:"
                    + " conf/ as it was shipped");
        }
        return new DemoLayout(agent, agent.listen().get(0), servers.subList(0, 2), clients.get(0));
    }

    /** Fails when a port is taken, naming the key that changes it. */
    void checkPorts() throws DemoFailure {
        checkFree(listen.host(), listen.port(), "the port of agent.listen in conf/agent.conf");
        checkFree(agent.admin().getHostString(), agent.admin().getPort(), "agent.admin.port in conf/agent.conf");
        for (PeerSettings server : servers) {
            for (PeerSettings.Endpoint endpoint : server.connect()) {
                checkFree(
                        endpoint.host(), endpoint.port(), "`connect` of " + server.identity() + " in conf/peers.conf");
            }
        }
    }

    private static void checkFree(String host, int port, String key) throws DemoFailure {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            if (!socket.isBound()) {
                throw new DemoFailure(host + ':' + port + " cannot be used: change " + key);
            }
        } catch (IOException e) {
            throw new DemoFailure(host + ':' + port + " cannot be used (" + e.getMessage() + "): change " + key);
        }
    }
}
