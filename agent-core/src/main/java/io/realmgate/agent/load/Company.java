package io.realmgate.agent.load;

import io.realmgate.agent.load.LoadPlan.Places;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clients and servers of a run and how they come to their connections. */
final class Company {
    private final Link.Ground ground;
    private final Script script;
    private final List<Client> clients = new ArrayList<>();
    private final List<Server> servers = new ArrayList<>();

    Company(Link.Ground ground, Script script) {
        this.ground = ground;
        this.script = script;
    }

    /** Has everybody connect or listen. */
    void gather() throws IOException {
        Places places = script.plan().places();
        InetSocketAddress listen = places.servers();
        for (int i = 0; i < script.servers(); i++) {
            if (listen == null) {
                servers.add(new Server(ground, dial(places.relay()), script, i, true));
            } else {
                listen(new InetSocketAddress(listen.getAddress(), listen.getPort() + i), i);
            }
        }
        for (int i = 0; i < script.clients(); i++) {
            clients.add(new Client(ground, dial(places.relay()), script, i));
        }
    }

    private SocketChannel dial(InetSocketAddress address) throws IOException {
        SocketChannel channel = prepare(SocketChannel.open());
        channel.connect(address);
        return channel;
    }

    private static SocketChannel prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    private void listen(InetSocketAddress address, int number) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.configureBlocking(false);
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(address);
        Loop.Attachment accept = key -> {
            SocketChannel accepted = listener.accept();
            if (accepted != null) {
                servers.add(new Server(ground, prepare(accepted), script, number, false));
            }
        };
        listener.register(ground.loop().selector(), SelectionKey.OP_ACCEPT, accept);
    }

    List<Client> clients() {
        return clients;
    }

    /** Whether all that were waited for are there. */
    boolean isComplete() {
        boolean serversOpen = script.plan().places().pump() || open(servers) >= script.servers();
        return serversOpen && open(clients) == script.clients();
    }

    /** How many came, for people. */
    String whoIsThere() {
        return open(clients) + " of " + script.clients() + " clients and " + open(servers) + " of " + script.servers()
                + " servers are connected to the relay";
    }

    private static long open(List<? extends Link> links) {
        return links.stream().filter(Link::isOpen).count();
    }

    /** What the relay has against somebody, or null. */
    @Nullable
    String refusal() {
        for (List<? extends Link> links : List.of(servers, clients)) {
            for (Link link : links) {
                if (link.refusal() != null) {
                    return link.name() + ": " + link.refusal();
                }
            }
        }
        return null;
    }

    /** Requests that wait for an answer. */
    int waiting() {
        int waiting = 0;
        for (Client client : clients) {
            waiting += client.window().waiting();
        }
        return waiting;
    }

    /** Whether a client or server has lost its connection. */
    boolean isBroken() {
        for (int i = 0; i < clients.size(); i++) {
            if (!clients.get(i).isConnected()) {
                return true;
            }
        }
        for (int i = 0; i < servers.size(); i++) {
            if (!servers.get(i).isConnected()) {
                return true;
            }
        }
        return false;
    }

    /** Everybody asks to part. */
    void leave() {
        clients.forEach(Link::leave);
        servers.forEach(Link::leave);
    }

    boolean isGone() {
        return clients.stream().noneMatch(Link::isConnected) && servers.stream().noneMatch(Link::isConnected);
    }
}
