package io.realmgate.agent.simulate.message;

import io.realmgate.agent.simulate.message.Exchange.Facts;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.SimulatedApplication.Kind;
import java.util.List;

/** Network access server: authorization of a user, and the server's re-authorization and abort (RFC 7155). */
final class Nasreq {
    static final SimulatedApplication APPLICATION = new SimulatedApplication("NASREQ", 1, 0, Kind.AUTHORIZATION);

    private static final AvpId USER_PASSWORD = AvpId.base(2);
    private static final AvpId NAS_IP_ADDRESS = AvpId.base(4);
    private static final AvpId NAS_PORT = AvpId.base(5);
    private static final AvpId SERVICE_TYPE = AvpId.base(6);
    private static final AvpId FRAMED_PROTOCOL = AvpId.base(7);
    private static final AvpId FRAMED_IP_ADDRESS = AvpId.base(8);
    private static final AvpId IDLE_TIMEOUT = AvpId.base(28);
    private static final AvpId CALLING_STATION_ID = AvpId.base(31);
    private static final AvpId NAS_IDENTIFIER = AvpId.base(32);
    private static final AvpId NAS_PORT_TYPE = AvpId.base(61);
    private static final int AUTHORIZE_AUTHENTICATE = 3;
    private static final int FRAMED = 2;
    private static final int PPP = 1;

    private Nasreq() {}

    static List<Exchange> exchanges() {
        return List.of(
                new Exchange(APPLICATION, "AAR", 265, Side.CLIENT, Nasreq::request, Nasreq::accept),
                SessionCommands.reAuth(APPLICATION),
                SessionCommands.abort(APPLICATION));
    }

    /** RFC 7155 3.1. */
    private static void request(BodyWriter out, Facts facts) {
        out.put(BaseAvps.AUTH_REQUEST_TYPE, AUTHORIZE_AUTHENTICATE);
        out.put(NAS_IDENTIFIER, "nas1.visited.example");
        out.put(NAS_IP_ADDRESS, new byte[] {(byte) 192, 0, 2, 1});
        out.put(NAS_PORT, 7);
        out.put(NAS_PORT_TYPE, 5);
        out.put(BaseAvps.USER_NAME, facts.subscriber().privateIdentity(facts.realm()));
        out.put(USER_PASSWORD, "test");
        out.put(SERVICE_TYPE, FRAMED);
        out.put(FRAMED_PROTOCOL, PPP);
        out.put(CALLING_STATION_ID, facts.subscriber().msisdn());
    }

    /** RFC 7155 3.2. */
    private static void accept(BodyWriter out, CapturedMessage request) {
        out.put(BaseAvps.AUTH_REQUEST_TYPE, request.number(BaseAvps.AUTH_REQUEST_TYPE, AUTHORIZE_AUTHENTICATE));
        String user = request.text(BaseAvps.USER_NAME);
        if (user != null) {
            out.put(BaseAvps.USER_NAME, user);
        }
        out.put(SERVICE_TYPE, FRAMED);
        out.put(FRAMED_PROTOCOL, PPP);
        out.put(FRAMED_IP_ADDRESS, new byte[] {(byte) 198, 51, 100, 10});
        out.put(BaseAvps.SESSION_TIMEOUT, 3600);
        out.put(IDLE_TIMEOUT, 600);
        out.put(BaseAvps.AUTHORIZATION_LIFETIME, 1800);
    }
}
