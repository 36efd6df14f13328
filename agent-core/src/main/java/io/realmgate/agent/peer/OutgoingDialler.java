package io.realmgate.agent.peer;

import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.tls.TlsProfile;
import io.realmgate.agent.transport.TcpTransport;
import io.realmgate.agent.transport.TransportConnection.FrameSinkFactory;
import java.util.function.Consumer;

/** Dials the addresses of one peer by what each of them names: TCP, or TLS over it. Confined to one event loop. */
public final class OutgoingDialler implements PeerConnector.Dialler {
    private final PeerLoop room;
    private final TcpTransport transport;
    private final PeerSettings settings;
    private final OutgoingTls watch;

    /** A dialler for the peer of {@code settings}. */
    public OutgoingDialler(PeerLoop room, TcpTransport transport, PeerSettings settings) {
        this.room = room;
        this.transport = transport;
        this.settings = settings;
        this.watch = new OutgoingTls(settings.identity(), room.tls().refusals());
    }

    @Override
    public void dial(Endpoint to, FrameSinkFactory owner, Consumer<Throwable> onFailure) {
        if (to.transport() != TransportKind.TLS) {
            transport.connect(to.host(), to.port(), settings.localAddress(), owner, onFailure);
            return;
        }
        watch.takeRefusal();
        String name = String.valueOf(to.tls());
        TlsProfile profile = room.tls().profile(name);
        if (profile == null) {
            onFailure.accept(new IllegalStateException("agent.tls." + name + " is not there; restart the agent"));
        } else {
            TcpTransport.Target target = new TcpTransport.Target(to.host(), to.port(), settings.localAddress());
            transport.connect(target, profile, watch, owner, onFailure);
        }
    }

    @Override
    public String takeFailure() {
        return watch.takeRefusal();
    }
}
