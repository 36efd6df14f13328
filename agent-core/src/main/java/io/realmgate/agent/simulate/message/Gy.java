package io.realmgate.agent.simulate.message;

import io.realmgate.agent.simulate.message.Exchange.Facts;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.SimulatedApplication.Kind;
import java.util.List;

/** Gy between gateway and charging system: credit control of a data session (RFC 8506, 3GPP TS 32.299). */
final class Gy {
    static final SimulatedApplication APPLICATION = new SimulatedApplication("Gy", 4, 0, Kind.AUTHORIZATION);

    static final AvpId CC_REQUEST_NUMBER = AvpId.base(415);
    static final AvpId CC_REQUEST_TYPE = AvpId.base(416);
    static final AvpId SUBSCRIPTION_ID = AvpId.base(443);
    static final AvpId SUBSCRIPTION_ID_DATA = AvpId.base(444);
    static final AvpId SUBSCRIPTION_ID_TYPE = AvpId.base(450);
    static final int INITIAL = 1;
    static final int UPDATE = 2;
    static final int TERMINATION = 3;

    private static final AvpId CALLED_STATION_ID = AvpId.base(30);
    private static final AvpId CC_INPUT_OCTETS = AvpId.base(412);
    private static final AvpId CC_OUTPUT_OCTETS = AvpId.base(414);
    private static final AvpId CC_SESSION_FAILOVER = AvpId.base(418);
    private static final AvpId CC_TOTAL_OCTETS = AvpId.base(421);
    private static final AvpId CREDIT_CONTROL_FAILURE_HANDLING = AvpId.base(427);
    private static final AvpId GRANTED_SERVICE_UNIT = AvpId.base(431);
    private static final AvpId RATING_GROUP = AvpId.base(432);
    private static final AvpId REQUESTED_SERVICE_UNIT = AvpId.base(437);
    private static final AvpId USED_SERVICE_UNIT = AvpId.base(446);
    private static final AvpId VALIDITY_TIME = AvpId.base(448);
    private static final AvpId MULTIPLE_SERVICES_INDICATOR = AvpId.base(455);
    private static final AvpId MULTIPLE_SERVICES_CREDIT_CONTROL = AvpId.base(456);
    private static final AvpId SERVICE_CONTEXT_ID = AvpId.base(461);
    private static final AvpId CHARGING_ID = AvpId.tgpp(2);
    private static final AvpId SGSN_MCC_MNC = AvpId.tgpp(18);
    private static final AvpId SERVICE_INFORMATION = AvpId.tgpp(873);
    private static final AvpId PS_INFORMATION = AvpId.tgpp(874);
    private static final AvpId REPORTING_REASON = AvpId.tgpp(872);
    private static final AvpId PDP_ADDRESS = AvpId.tgpp(1227);

    private static final int INTERNET = 10;
    private static final long QUOTA = 10_000_000;

    private Gy() {}

    static List<Exchange> exchanges() {
        return List.of(
                creditControl("CCR-I", (out, facts) -> request(out, facts, INITIAL)),
                creditControl("CCR-U", (out, facts) -> request(out, facts, UPDATE)),
                creditControl("CCR-T", (out, facts) -> request(out, facts, TERMINATION)),
                SessionCommands.reAuth(APPLICATION));
    }

    private static Exchange creditControl(String name, Exchange.RequestContent request) {
        return new Exchange(APPLICATION, name, 272, Side.CLIENT, request, Gy::grant);
    }

    /** RFC 8506 3.1, 3GPP TS 32.299 6.4.2. */
    private static void request(BodyWriter out, Facts facts, int type) {
        Subscriber subscriber = facts.subscriber();
        out.put(SERVICE_CONTEXT_ID, "32251@3gpp.org");
        out.put(CC_REQUEST_TYPE, type);
        out.put(CC_REQUEST_NUMBER, facts.number());
        out.time(BaseAvps.EVENT_TIMESTAMP, facts.at());
        out.group(SUBSCRIPTION_ID, g -> g.put(SUBSCRIPTION_ID_TYPE, 0).put(SUBSCRIPTION_ID_DATA, subscriber.msisdn()));
        out.group(SUBSCRIPTION_ID, g -> g.put(SUBSCRIPTION_ID_TYPE, 1).put(SUBSCRIPTION_ID_DATA, subscriber.imsi()));
        if (type == INITIAL) {
            out.put(MULTIPLE_SERVICES_INDICATOR, 1);
        }
        if (type == TERMINATION) {
            out.put(BaseAvps.TERMINATION_CAUSE, 1);
        }
        out.group(MULTIPLE_SERVICES_CREDIT_CONTROL, credit -> credit(credit, type));
        out.group(
                SERVICE_INFORMATION,
                g -> g.group(
                        PS_INFORMATION,
                        ps -> ps.put(CHARGING_ID, subscriber.octets("charging", 4))
                                .address(PDP_ADDRESS, 192, 0, 2, 10)
                                .put(CALLED_STATION_ID, "internet")
                                .put(SGSN_MCC_MNC, "00101")));
    }

    private static void credit(BodyWriter credit, int type) {
        if (type != INITIAL) {
            credit.group(USED_SERVICE_UNIT, used -> {
                used.put64(CC_TOTAL_OCTETS, 7_000_000);
                used.put64(CC_INPUT_OCTETS, 1_000_000);
                used.put64(CC_OUTPUT_OCTETS, 6_000_000);
            });
            credit.put(REPORTING_REASON, type == UPDATE ? 3 : 2);
        }
        if (type != TERMINATION) {
            credit.group(REQUESTED_SERVICE_UNIT, requested -> requested.put64(CC_TOTAL_OCTETS, QUOTA));
        }
        credit.put(RATING_GROUP, INTERNET);
    }

    /** RFC 8506 3.2. */
    private static void grant(BodyWriter out, CapturedMessage request) {
        int type = request.number(CC_REQUEST_TYPE, INITIAL);
        out.put(CC_REQUEST_TYPE, type);
        out.put(CC_REQUEST_NUMBER, request.number(CC_REQUEST_NUMBER, 0));
        if (type == INITIAL) {
            out.put(CC_SESSION_FAILOVER, 1);
            out.put(CREDIT_CONTROL_FAILURE_HANDLING, 2);
        }
        if (type != TERMINATION) {
            out.group(
                    MULTIPLE_SERVICES_CREDIT_CONTROL,
                    credit -> credit.group(GRANTED_SERVICE_UNIT, granted -> granted.put64(CC_TOTAL_OCTETS, QUOTA))
                            .put(RATING_GROUP, INTERNET)
                            .put(VALIDITY_TIME, 3600)
                            .put(BaseAvps.RESULT_CODE, Result.SUCCESS.code()));
        }
    }
}
