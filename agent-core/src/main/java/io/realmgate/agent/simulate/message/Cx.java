package io.realmgate.agent.simulate.message;

import io.realmgate.agent.simulate.message.Exchange.AnswerContent;
import io.realmgate.agent.simulate.message.Exchange.Facts;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.SimulatedApplication.Kind;
import java.util.List;

/** Cx between CSCF and HSS: registration status, multimedia authentication, location (3GPP TS 29.228, 29.229). */
final class Cx {
    static final SimulatedApplication APPLICATION =
            new SimulatedApplication("Cx", 16777216, AvpId.TGPP, Kind.STATELESS);

    private static final AvpId VISITED_NETWORK_IDENTIFIER = AvpId.tgpp(600);
    private static final AvpId PUBLIC_IDENTITY = AvpId.tgpp(601);
    private static final AvpId SERVER_NAME = AvpId.tgpp(602);
    private static final AvpId SERVER_CAPABILITIES = AvpId.tgpp(603);
    private static final AvpId MANDATORY_CAPABILITY = AvpId.tgpp(604);
    private static final AvpId SIP_NUMBER_AUTH_ITEMS = AvpId.tgpp(607);
    private static final AvpId SIP_AUTHENTICATION_SCHEME = AvpId.tgpp(608);
    private static final AvpId SIP_AUTHENTICATE = AvpId.tgpp(609);
    private static final AvpId SIP_AUTHORIZATION = AvpId.tgpp(610);
    private static final AvpId SIP_AUTH_DATA_ITEM = AvpId.tgpp(612);
    private static final AvpId SIP_ITEM_NUMBER = AvpId.tgpp(613);
    private static final AvpId USER_AUTHORIZATION_TYPE = AvpId.tgpp(623);
    private static final AvpId CONFIDENTIALITY_KEY = AvpId.tgpp(625);
    private static final AvpId INTEGRITY_KEY = AvpId.tgpp(626);

    private static final Result FIRST_REGISTRATION = new Result(2001, AvpId.TGPP);
    private static final String SCHEME = "Digest-AKAv1-MD5";

    private Cx() {}

    static List<Exchange> exchanges() {
        AnswerContent capabilities = Cx::serverCapabilities;
        return List.of(
                new Exchange(
                        APPLICATION,
                        "UAR",
                        300,
                        Side.CLIENT,
                        Cx::userAuthorization,
                        capabilities.under(FIRST_REGISTRATION)),
                new Exchange(APPLICATION, "MAR", 303, Side.CLIENT, Cx::multimediaAuth, Cx::authData),
                new Exchange(APPLICATION, "LIR", 302, Side.CLIENT, Cx::locationInfo, Cx::serverName));
    }

    /** 3GPP TS 29.229 6.1.1. */
    private static void userAuthorization(BodyWriter out, Facts facts) {
        out.put(BaseAvps.USER_NAME, facts.subscriber().privateIdentity(facts.realm()));
        out.put(PUBLIC_IDENTITY, facts.subscriber().publicIdentity(facts.realm()));
        out.put(VISITED_NETWORK_IDENTIFIER, "visited.example");
        out.put(USER_AUTHORIZATION_TYPE, 0);
    }

    /** 3GPP TS 29.229 6.1.2. */
    private static void serverCapabilities(BodyWriter out, CapturedMessage request) {
        out.group(SERVER_CAPABILITIES, g -> g.put(MANDATORY_CAPABILITY, 1).put(SERVER_NAME, serverOf(request)));
    }

    /** 3GPP TS 29.229 6.1.7. */
    private static void multimediaAuth(BodyWriter out, Facts facts) {
        out.put(BaseAvps.USER_NAME, facts.subscriber().privateIdentity(facts.realm()));
        out.put(PUBLIC_IDENTITY, facts.subscriber().publicIdentity(facts.realm()));
        out.group(SIP_AUTH_DATA_ITEM, g -> g.put(SIP_AUTHENTICATION_SCHEME, SCHEME));
        out.put(SIP_NUMBER_AUTH_ITEMS, 1);
        out.put(SERVER_NAME, "sip:scscf1." + facts.realm() + ":5060");
    }

    /** 3GPP TS 29.229 6.1.8. */
    private static void authData(BodyWriter out, CapturedMessage request) {
        Subscriber subscriber = Subscribers.of(request);
        String user = request.text(BaseAvps.USER_NAME);
        if (user != null) {
            out.put(BaseAvps.USER_NAME, user);
        }
        String identity = request.text(PUBLIC_IDENTITY);
        if (identity != null) {
            out.put(PUBLIC_IDENTITY, identity);
        }
        out.put(SIP_NUMBER_AUTH_ITEMS, 1);
        out.group(
                SIP_AUTH_DATA_ITEM,
                item -> item.put(SIP_ITEM_NUMBER, 1)
                        .put(SIP_AUTHENTICATION_SCHEME, SCHEME)
                        .put(SIP_AUTHENTICATE, subscriber.octets("rand and autn", 32))
                        .put(SIP_AUTHORIZATION, subscriber.octets("xres", 8))
                        .put(CONFIDENTIALITY_KEY, subscriber.octets("ck", 16))
                        .put(INTEGRITY_KEY, subscriber.octets("ik", 16)));
    }

    /** 3GPP TS 29.229 6.1.5. */
    private static void locationInfo(BodyWriter out, Facts facts) {
        out.put(PUBLIC_IDENTITY, facts.subscriber().publicIdentity(facts.realm()));
    }

    /** 3GPP TS 29.229 6.1.6. */
    private static void serverName(BodyWriter out, CapturedMessage request) {
        out.put(SERVER_NAME, serverOf(request));
    }

    private static String serverOf(CapturedMessage request) {
        return "sip:scscf1." + request.text(BaseAvps.DESTINATION_REALM) + ":5060";
    }
}
