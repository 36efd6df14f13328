package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.Commands;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.agent.codec.ResultCodes;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.config.AgentSettings;
import io.realmgate.agent.config.ErrorCause;
import io.realmgate.agent.config.NotLetIn;
import io.realmgate.agent.config.PeerProfile;
import io.realmgate.agent.forward.redirect.Redirect;
import io.realmgate.agent.peer.Peer;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.peer.PeerLoop;
import io.realmgate.agent.peer.PeerTerms;
import io.realmgate.agent.proxy.AvpEditor;
import io.realmgate.routing.Explanation;
import io.realmgate.routing.Names;
import io.realmgate.routing.Trail;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Answer.Verdict;
import io.realmgate.routing.explain.Inquiry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers what would become of one message, by asking the classes that route real ones in the order in which {@link
 * RequestForwarder} does; nothing is sent, counted, learned or forgotten. Confined to one loop.
 */
final class RouteExplainer {
    private final PeerLoop room;
    private final NextHop nextHop;
    private final @Nullable ProxyInfo proxyInfo;
    private final DecoratedNai nai;
    private final RealmRewrite rewrite = new RealmRewrite();
    private final AvpEditor editor;
    private final RoutingAvps avps = new RoutingAvps();
    private final RequestFacts facts = new RequestFacts();
    private final List<String> notes = new ArrayList<>();
    /** By which the request is said to have come in, or null. */
    private @Nullable String listener;
    /** Why its rules decided so, if they changed it since. */
    private @Nullable Explanation asReceived;

    /**
     * @param nextHop one of its own, since it keeps its last question
     * @param proxyInfo ours, or null when none is added
     */
    RouteExplainer(PeerLoop room, NextHop nextHop, @Nullable ProxyInfo proxyInfo) {
        this.room = room;
        this.nextHop = nextHop;
        this.proxyInfo = proxyInfo;
        AgentSettings settings = room.settings();
        this.nai = new DecoratedNai(settings.decoratedNai(), settings.realm());
        this.editor = new AvpEditor(settings.limits().messageSize());
    }

    Answer explain(Inquiry inquiry, RoutingView view) {
        notes.clear();
        asReceived = null;
        listener = inquiry.listener();
        byte[] octets = inquiry.octets();
        DiameterMessage asked = new DiameterMessage().wrap(Unpooled.wrappedBuffer(octets), 0, octets.length);
        Peer from = peer(inquiry.from(), view);
        if (asked.application() == Applications.COMMON
                && asked.version() == DiameterMessage.VERSION
                && Commands.isPeerToPeer(asked.command())) {
            return before(from, new Verdict.NotRouted("CER, DWR and DPR are between neighbours and go no further"));
        }
        Refused fault = fault(asked, view);
        if (fault != null) {
            return before(from, new Verdict.Answered(codeFor(from, fault.cause(), fault.usual()), fault.why()));
        }
        DiameterMessage turned = nai.turn(asked, avps);
        if (turned != null) {
            show(from, turned, view);
            notes.add("its User-Name is decorated: it is turned to the realm " + realm());
        }
        return routed(from, turned == null ? asked : turned, view);
    }

    private Peer peer(String asker, RoutingView view) {
        Peer known = view.peer(Names.octets(asker));
        if (known != null) {
            return known;
        }
        AgentSettings settings = room.settings();
        Peer stranger = view.stranger(asker, PeerTerms.of(PeerProfile.USUAL, room.local(), settings.timers()));
        if (!stranger.isFromPattern()) {
            notes.add(asker + " is no peer of ours: its connection would be refused");
        }
        return stranger;
    }

    /** Why a request is refused before anything about its peer is looked at. */
    private record Refused(ErrorCause cause, int usual, String why) {}

    private @Nullable Refused fault(DiameterMessage asked, RoutingView view) {
        if (asked.length() > room.settings().limits().messageSize()) {
            return new Refused(
                    ErrorCause.MESSAGE_LENGTH,
                    ResultCodes.INVALID_MESSAGE_LENGTH,
                    "it has " + asked.length() + " octets, more than agent.limits.message-size");
        }
        ErrorCause header = HeaderCheck.fault(asked);
        if (header != null) {
            return new Refused(header, HeaderCheck.codeFor(header), header(header, asked));
        }
        int wrongAvp = avps.scan(asked);
        if (wrongAvp != 0) {
            String where = "the AVP at octet " + (avps.faultStart() - asked.start());
            return new Refused(ErrorCause.AVP, wrongAvp, where + ": " + ErrorText.of(wrongAvp));
        }
        return avps.routeRecordCount() > 0 && LoopDetection.hasPassed(asked, avps, view.localIdentities())
                ? new Refused(ErrorCause.LOOP, ResultCodes.LOOP_DETECTED, "we are in its Route-Record: a loop")
                : null;
    }

    private static String header(ErrorCause fault, DiameterMessage asked) {
        return switch (fault) {
            case VERSION -> "its version is " + asked.version() + ", not " + DiameterMessage.VERSION;
            case MESSAGE_LENGTH -> "its length " + asked.length() + " is no multiple of four; the connection is closed";
            default -> "it is a request with the E bit";
        };
    }

    private static int codeFor(Peer from, ErrorCause cause, int usual) {
        return from.terms().profile().errors().of(cause, usual);
    }

    private Answer before(Peer from, Verdict verdict) {
        return new Answer(from.identity(), notes, null, List.of(), verdict);
    }

    private String realm() {
        return Names.text(Objects.requireNonNull(facts.destinationRealm()));
    }

    private Answer routed(Peer from, DiameterMessage request, RoutingView view) {
        show(from, request, view);
        ErrorCause unwelcome = new IngressCheck().refusal(facts);
        if (unwelcome != null) {
            int code = codeFor(from, unwelcome, IngressCheck.codeFor(unwelcome));
            return answer(from, view, List.of(), new Verdict.Answered(code, NotLetIn.text(unwelcome)));
        }
        if (!facts.isLocal() && !request.isProxiable()) {
            int code = codeFor(from, ErrorCause.NOT_PROXIABLE, ResultCodes.UNABLE_TO_DELIVER);
            String why = "its P bit is clear, and it is not for us";
            return answer(from, view, List.of(), new Verdict.Answered(code, why));
        }
        Trail trail = new Trail();
        Route decided = new EditedRoutes().of(view.decide(facts, trail), trail);
        DiameterMessage leaving = edited(from, request, decided);
        if (leaving == null) {
            int code = codeFor(from, ErrorCause.MESSAGE_LENGTH, ResultCodes.UNABLE_TO_DELIVER);
            notes.add("its edits would make it longer than agent.limits.message-size");
            return answer(from, view, List.of(), new Verdict.Answered(code, null));
        }
        return sent(from, leaving, decided);
    }

    /** What rules make of it, as {@link RequestForwarder} has it; null if it would be too long. */
    private @Nullable DiameterMessage edited(Peer from, DiameterMessage request, Route decided) {
        if (decided.edits().request().isEmpty()) {
            return request;
        }
        asReceived = decided.view().explain(facts);
        DiameterMessage edited = editor.start(request, from.identity())
                .apply(decided.edits().request())
                .result();
        if (edited != null) {
            show(from, edited, decided.view());
        }
        return edited;
    }

    private Answer sent(Peer from, DiameterMessage request, Route decided) {
        RoutingView view = decided.view();
        PeerConnection next = nextHop.find(from, request, avps, facts, decided);
        Redirect toRealm = nextHop.toRealm();
        if (toRealm == null) {
            return found(from, request, next, view);
        }
        String realm = Names.text(Names.octets(Objects.requireNonNull(toRealm.realm())));
        DiameterMessage turned = rewrite.rewrite(request, Objects.requireNonNull(toRealm.realm()));
        show(from, turned, view);
        PeerConnection instead = nextHop.find(from, turned, avps, facts, view.decide(facts, new Trail()));
        if (instead != null) {
            notes.add("an earlier answer of " + toRealm.source() + " (3011) turns it to the realm " + realm);
            return found(from, turned, instead, view);
        }
        notes.add("an earlier answer of " + toRealm.source() + " (3011) names the realm " + realm
                + ", where nobody can take it: that is forgotten");
        show(from, request, view);
        return found(from, request, nextHop.find(from, request, avps, facts, decided), view);
    }

    private void show(Peer from, DiameterMessage request, RoutingView view) {
        avps.scan(request, view.wanted());
        facts.show(from, listener, request, avps, view);
    }

    private Answer found(Peer from, DiameterMessage request, @Nullable PeerConnection next, RoutingView view) {
        return answer(from, view, nextHop.candidates(), verdict(from, request, next));
    }

    private Verdict verdict(Peer from, DiameterMessage request, @Nullable PeerConnection next) {
        if (next != null) {
            return new Verdict.Sent(next.peer().identity(), leaving(from, request));
        }
        int found = nextHop.resultCode();
        if (found == 0) {
            return new Verdict.Discarded();
        }
        // As RequestForwarder answers a redirect whose only host is the asker itself.
        int code = found == ResultCodes.REDIRECT_INDICATION && namesNobody(from, request)
                ? ResultCodes.UNABLE_TO_DELIVER
                : found;
        return new Verdict.Answered(codeFor(from, nextHop.cause(), code), null);
    }

    private boolean namesNobody(Peer from, DiameterMessage request) {
        CandidateSet to = nextHop.route().targets();
        return RedirectHosts.of(to, from, request.application(), room.random()).isEmpty();
    }

    private Answer answer(Peer from, RoutingView view, List<Answer.CandidateState> candidates, Verdict verdict) {
        return new Answer(
                from.identity(), notes, asReceived == null ? view.explain(facts) : asReceived, candidates, verdict);
    }

    /** The request as {@link RequestForwarder} sends it, but for the hop-by-hop identifier, which is 0. */
    private String leaving(Peer from, DiameterMessage request) {
        ByteBuf bytes = Unpooled.buffer(request.length() + 256);
        bytes.writeBytes(request.bytes(), request.start(), request.length());
        if (proxyInfo != null) {
            proxyInfo.write(bytes, request.hopByHop(), request.endToEnd());
        }
        PeerConnection connection = from.connection();
        if (connection == null) {
            MessageWriter.fragment(bytes).text(AvpCodes.ROUTE_RECORD, from.identity());
        } else {
            bytes.writeBytes(
                    connection.routeRecord(), 0, connection.routeRecord().writerIndex());
        }
        bytes.setMedium(1, bytes.writerIndex());
        bytes.setInt(12, 0);
        return ByteBufUtil.hexDump(bytes);
    }
}
