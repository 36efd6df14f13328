package io.realmgate.agent.simulate.message;

import io.realmgate.agent.simulate.message.Exchange.Facts;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.SimulatedApplication.Kind;
import java.util.List;

/** Gx between gateway and policy function: rules for a data session, and their change by the server (3GPP TS 29.212). */
final class Gx {
    static final SimulatedApplication APPLICATION =
            new SimulatedApplication("Gx", 16777238, AvpId.TGPP, Kind.AUTHORIZATION);

    private static final AvpId FRAMED_IP_ADDRESS = AvpId.base(8);
    private static final AvpId CALLED_STATION_ID = AvpId.base(30);
    private static final AvpId CHARGING_RULE_INSTALL = AvpId.tgpp(1001);
    private static final AvpId CHARGING_RULE_NAME = AvpId.tgpp(1005);
    private static final AvpId IP_CAN_TYPE = AvpId.tgpp(1027);
    private static final AvpId RAT_TYPE = AvpId.tgpp(1032);
    private static final int EPS = 5;
    private static final int EUTRAN = 1004;

    private Gx() {}

    static List<Exchange> exchanges() {
        return List.of(
                creditControl("CCR-I", Gy.INITIAL),
                creditControl("CCR-T", Gy.TERMINATION),
                new Exchange(APPLICATION, "RAR", 258, Side.SERVER, Gx::reAuth, (out, request) -> {}));
    }

    private static Exchange creditControl(String name, int type) {
        return new Exchange(APPLICATION, name, 272, Side.CLIENT, (out, facts) -> request(out, facts, type), Gx::decide);
    }

    /** 3GPP TS 29.212 5.6.2. */
    private static void request(BodyWriter out, Facts facts, int type) {
        out.put(Gy.CC_REQUEST_TYPE, type);
        out.put(Gy.CC_REQUEST_NUMBER, facts.number());
        out.group(
                Gy.SUBSCRIPTION_ID,
                g -> g.put(Gy.SUBSCRIPTION_ID_TYPE, 1)
                        .put(Gy.SUBSCRIPTION_ID_DATA, facts.subscriber().imsi()));
        if (type == Gy.INITIAL) {
            out.put(FRAMED_IP_ADDRESS, new byte[] {(byte) 192, 0, 2, 10});
            out.put(IP_CAN_TYPE, EPS);
            out.put(RAT_TYPE, EUTRAN);
            out.put(CALLED_STATION_ID, "internet");
        } else {
            out.put(BaseAvps.TERMINATION_CAUSE, 1);
        }
    }

    /** 3GPP TS 29.212 5.6.3. */
    private static void decide(BodyWriter out, CapturedMessage request) {
        int type = request.number(Gy.CC_REQUEST_TYPE, Gy.INITIAL);
        out.put(Gy.CC_REQUEST_TYPE, type);
        out.put(Gy.CC_REQUEST_NUMBER, request.number(Gy.CC_REQUEST_NUMBER, 0));
        if (type == Gy.INITIAL) {
            out.group(CHARGING_RULE_INSTALL, g -> g.put(CHARGING_RULE_NAME, "internet"));
        }
    }

    /** 3GPP TS 29.212 5.6.4. */
    private static void reAuth(BodyWriter out, Facts facts) {
        out.put(BaseAvps.RE_AUTH_REQUEST_TYPE, 0);
        out.group(CHARGING_RULE_INSTALL, g -> g.put(CHARGING_RULE_NAME, "video"));
    }
}
