package io.realmgate.agent.simulate.message;

import io.realmgate.agent.simulate.message.Exchange.Facts;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.SimulatedApplication.Kind;
import java.util.List;

/** S6a between MME and HSS: location update, authentication, and the HSS's cancellation (3GPP TS 29.272). */
final class S6a {
    static final SimulatedApplication APPLICATION =
            new SimulatedApplication("S6a", 16777251, AvpId.TGPP, Kind.STATELESS);

    private static final AvpId SERVICE_SELECTION = AvpId.base(493);
    private static final AvpId MAX_BANDWIDTH_DL = AvpId.tgpp(515);
    private static final AvpId MAX_BANDWIDTH_UL = AvpId.tgpp(516);
    private static final AvpId MSISDN = AvpId.tgpp(701);
    private static final AvpId QOS_CLASS_IDENTIFIER = AvpId.tgpp(1028);
    private static final AvpId RAT_TYPE = AvpId.tgpp(1032);
    private static final AvpId ALLOCATION_RETENTION_PRIORITY = AvpId.tgpp(1034);
    private static final AvpId PRIORITY_LEVEL = AvpId.tgpp(1046);
    private static final AvpId SUBSCRIPTION_DATA = AvpId.tgpp(1400);
    private static final AvpId TERMINAL_INFORMATION = AvpId.tgpp(1401);
    private static final AvpId IMEI = AvpId.tgpp(1402);
    private static final AvpId SOFTWARE_VERSION = AvpId.tgpp(1403);
    private static final AvpId ULR_FLAGS = AvpId.tgpp(1405);
    private static final AvpId ULA_FLAGS = AvpId.tgpp(1406);
    private static final AvpId VISITED_PLMN_ID = AvpId.tgpp(1407);
    private static final AvpId REQUESTED_EUTRAN_AUTHENTICATION_INFO = AvpId.tgpp(1408);
    private static final AvpId NUMBER_OF_REQUESTED_VECTORS = AvpId.tgpp(1410);
    private static final AvpId IMMEDIATE_RESPONSE_PREFERRED = AvpId.tgpp(1412);
    private static final AvpId AUTHENTICATION_INFO = AvpId.tgpp(1413);
    private static final AvpId E_UTRAN_VECTOR = AvpId.tgpp(1414);
    private static final AvpId NETWORK_ACCESS_MODE = AvpId.tgpp(1417);
    private static final AvpId CANCELLATION_TYPE = AvpId.tgpp(1420);
    private static final AvpId CONTEXT_IDENTIFIER = AvpId.tgpp(1423);
    private static final AvpId SUBSCRIBER_STATUS = AvpId.tgpp(1424);
    private static final AvpId ALL_APN_CONFIGURATIONS_INCLUDED = AvpId.tgpp(1428);
    private static final AvpId APN_CONFIGURATION_PROFILE = AvpId.tgpp(1429);
    private static final AvpId APN_CONFIGURATION = AvpId.tgpp(1430);
    private static final AvpId EPS_SUBSCRIBED_QOS_PROFILE = AvpId.tgpp(1431);
    private static final AvpId AMBR = AvpId.tgpp(1435);
    private static final AvpId RAND = AvpId.tgpp(1447);
    private static final AvpId XRES = AvpId.tgpp(1448);
    private static final AvpId AUTN = AvpId.tgpp(1449);
    private static final AvpId KASME = AvpId.tgpp(1450);
    private static final AvpId PDN_TYPE = AvpId.tgpp(1456);
    private static final AvpId UE_SRVCC_CAPABILITY = AvpId.tgppOptional(1615);
    private static final AvpId SUBSCRIBED_PERIODIC_TAU_TIMER = AvpId.tgppOptional(1619);
    private static final AvpId CLR_FLAGS = AvpId.tgppOptional(1638);

    private static final int EUTRAN = 1004;
    /** Single-Registration-Indication is clear, S6a/S6d-Indicator and Initial-AttachIndicator are set. */
    private static final int INITIAL_ATTACH_AT_MME = 0x22;

    private static final int SUBSCRIPTION_WITHDRAWAL = 2;
    private static final int REATTACH_REQUIRED = 0x2;

    private S6a() {}

    static List<Exchange> exchanges() {
        return List.of(
                new Exchange(APPLICATION, "ULR", 316, Side.CLIENT, S6a::updateLocation, S6a::subscriptionData),
                new Exchange(APPLICATION, "AIR", 318, Side.CLIENT, S6a::authenticate, S6a::vectors),
                new Exchange(APPLICATION, "CLR", 317, Side.SERVER, S6a::cancelLocation, (out, request) -> {}));
    }

    /** 3GPP TS 29.272 7.2.3. */
    private static void updateLocation(BodyWriter out, Facts facts) {
        Subscriber subscriber = facts.subscriber();
        out.put(BaseAvps.USER_NAME, subscriber.imsi());
        out.group(TERMINAL_INFORMATION, g -> g.put(IMEI, subscriber.imei()).put(SOFTWARE_VERSION, "01"));
        out.put(RAT_TYPE, EUTRAN);
        out.put(ULR_FLAGS, INITIAL_ATTACH_AT_MME);
        out.put(UE_SRVCC_CAPABILITY, 1);
        out.put(VISITED_PLMN_ID, Subscriber.visitedPlmn());
    }

    /** 3GPP TS 29.272 7.2.4. */
    private static void subscriptionData(BodyWriter out, CapturedMessage request) {
        Subscriber subscriber = Subscribers.of(request);
        out.put(ULA_FLAGS, 1);
        out.group(SUBSCRIPTION_DATA, data -> {
            data.put(SUBSCRIBER_STATUS, 0);
            data.put(MSISDN, subscriber.msisdnTbcd());
            data.put(NETWORK_ACCESS_MODE, 2);
            data.group(AMBR, S6a::bandwidth);
            data.group(
                    APN_CONFIGURATION_PROFILE,
                    profile -> profile.put(CONTEXT_IDENTIFIER, 1)
                            .put(ALL_APN_CONFIGURATIONS_INCLUDED, 0)
                            .group(APN_CONFIGURATION, S6a::internetApn));
            data.put(SUBSCRIBED_PERIODIC_TAU_TIMER, 3600);
        });
    }

    private static void internetApn(BodyWriter apn) {
        apn.put(CONTEXT_IDENTIFIER, 1).put(PDN_TYPE, 2).put(SERVICE_SELECTION, "internet");
        apn.group(
                EPS_SUBSCRIBED_QOS_PROFILE,
                qos -> qos.put(QOS_CLASS_IDENTIFIER, 9)
                        .group(ALLOCATION_RETENTION_PRIORITY, priority -> priority.put(PRIORITY_LEVEL, 8)));
        apn.group(AMBR, S6a::bandwidth);
    }

    private static void bandwidth(BodyWriter ambr) {
        ambr.put(MAX_BANDWIDTH_UL, 50_000_000).put(MAX_BANDWIDTH_DL, 150_000_000);
    }

    /** 3GPP TS 29.272 7.2.5. */
    private static void authenticate(BodyWriter out, Facts facts) {
        out.put(BaseAvps.USER_NAME, facts.subscriber().imsi());
        out.group(
                REQUESTED_EUTRAN_AUTHENTICATION_INFO,
                g -> g.put(NUMBER_OF_REQUESTED_VECTORS, 1).put(IMMEDIATE_RESPONSE_PREFERRED, 0));
        out.put(VISITED_PLMN_ID, Subscriber.visitedPlmn());
    }

    /** 3GPP TS 29.272 7.2.6, 7.3.18. */
    private static void vectors(BodyWriter out, CapturedMessage request) {
        Subscriber subscriber = Subscribers.of(request);
        out.group(
                AUTHENTICATION_INFO,
                info -> info.group(
                        E_UTRAN_VECTOR,
                        vector -> vector.put(RAND, subscriber.octets("rand", 16))
                                .put(XRES, subscriber.octets("xres", 8))
                                .put(AUTN, subscriber.octets("autn", 16))
                                .put(KASME, subscriber.octets("kasme", 32))));
    }

    /** 3GPP TS 29.272 7.2.7. */
    private static void cancelLocation(BodyWriter out, Facts facts) {
        out.put(BaseAvps.USER_NAME, facts.subscriber().imsi());
        out.put(CANCELLATION_TYPE, SUBSCRIPTION_WITHDRAWAL);
        out.put(CLR_FLAGS, REATTACH_REQUIRED);
    }
}
