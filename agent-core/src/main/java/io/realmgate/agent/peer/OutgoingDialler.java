package io.realmgate.agent.peer;

import io.realmgate.agent.config.PeerSettings;
import io.realmgate.agent.config.PeerSettings.Endpoint;
import io.realmgate.agent.config.TlsNeed;
import io.realmgate.agent.config.TransportKind;
import io.realmgate.agent.tls.TlsProfile;
import io.realmgate.agent.transport.TcpTransport;
import io.realmgate.agent.transport.TransportConnection.FrameSinkFactory;
import io.realmgate.agent.transport.Transports;
import java.util.List;
import java.util.function.Consumer;

/**
 * Dials the addresses of one peer by the transport that each of them names, with TLS where that is TLS. Confined to one
 * event loop.
 */
public final class OutgoingDialler implements PeerConnector.Dialler {
    private final PeerLoop room;
    private final Transports transports;
    private final PeerSettings settings;
    private final OutgoingTls watch;

    /** A dialler for the peer of {@code settings}. */
    public OutgoingDialler(PeerLoop room, Transports transports, PeerSettings settings) {
        this.room = room;
        this.transports = transports;
        this.settings = settings;
        this.watch = new OutgoingTls(settings.identity(), room.tls().refusals());
    }

    @Override
    public void dial(Endpoint to, FrameSinkFactory owner, Consumer<Throwable> onFailure) {
        if (to.transport() != TransportKind.TLS) {
            transports.connect(to, settings.localAddresses(), owner, onFailure);
            return;
        }
        watch.takeRefusal();
        TlsNeed need = settings.profile().tls();
        String name = need == null ? "" : need.word();
        TlsProfile profile = room.tls().profile(name);
        if (profile == null) {
            onFailure.accept(new IllegalStateException("agent.tls." + name + " is not there; restart the agent"));
        } else {
            List<String> from = settings.localAddresses();
            TcpTransport.Target target =
                    new TcpTransport.Target(to.host(), to.port(), from.isEmpty() ? null : from.get(0));
            transports.connect(target, profile, watch, owner, onFailure);
        }
    }

    @Override
    public String takeFailure() {
        return watch.takeRefusal();
    }
}
