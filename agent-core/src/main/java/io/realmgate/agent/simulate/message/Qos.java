package io.realmgate.agent.simulate.message;

import io.realmgate.agent.simulate.message.Exchange.Facts;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.SimulatedApplication.Kind;
import java.util.List;

/** Quality of service: a network element asks whether it may reserve (RFC 5866, filter rules of RFC 5777). */
final class Qos {
    static final SimulatedApplication APPLICATION = new SimulatedApplication("QoS", 9, 0, Kind.AUTHORIZATION);

    private static final AvpId QOS_RESOURCES = AvpId.base(508);
    private static final AvpId FILTER_RULE = AvpId.base(509);
    private static final AvpId FILTER_RULE_PRECEDENCE = AvpId.base(510);
    private static final AvpId CLASSIFIER = AvpId.base(511);
    private static final AvpId CLASSIFIER_ID = AvpId.base(512);
    private static final AvpId PROTOCOL = AvpId.base(513);
    private static final AvpId DIRECTION = AvpId.base(514);
    private static final AvpId TREATMENT_ACTION = AvpId.base(572);
    private static final AvpId QOS_PROFILE_ID = AvpId.base(573);
    private static final AvpId QOS_PROFILE_TEMPLATE = AvpId.base(574);
    private static final AvpId QOS_SEMANTICS = AvpId.base(575);
    private static final int AUTHORIZE_ONLY = 2;
    private static final int QOS_DESIRED = 0;
    private static final int QOS_AUTHORIZED = 4;

    private Qos() {}

    static List<Exchange> exchanges() {
        return List.of(
                new Exchange(APPLICATION, "QAR", 326, Side.CLIENT, Qos::request, Qos::authorize),
                SessionCommands.reAuth(APPLICATION),
                SessionCommands.abort(APPLICATION));
    }

    /** RFC 5866 5.1. */
    private static void request(BodyWriter out, Facts facts) {
        out.put(BaseAvps.AUTH_REQUEST_TYPE, AUTHORIZE_ONLY);
        out.put(BaseAvps.USER_NAME, facts.subscriber().privateIdentity(facts.realm()));
        out.group(QOS_RESOURCES, g -> g.group(FILTER_RULE, rule -> filterRule(rule, QOS_DESIRED)));
    }

    /** RFC 5866 5.2. */
    private static void authorize(BodyWriter out, CapturedMessage request) {
        out.put(BaseAvps.AUTH_REQUEST_TYPE, request.number(BaseAvps.AUTH_REQUEST_TYPE, AUTHORIZE_ONLY));
        out.group(QOS_RESOURCES, g -> g.group(FILTER_RULE, rule -> filterRule(rule, QOS_AUTHORIZED)));
        out.put(BaseAvps.SESSION_TIMEOUT, 3600);
        out.put(BaseAvps.AUTHORIZATION_LIFETIME, 1800);
    }

    /** RFC 5777 3.1: what the flow is and how it is meant to be treated. */
    private static void filterRule(BodyWriter rule, int semantics) {
        rule.put(FILTER_RULE_PRECEDENCE, 1);
        rule.group(
                CLASSIFIER,
                flow -> flow.put(CLASSIFIER_ID, "voice").put(PROTOCOL, 17).put(DIRECTION, 2));
        rule.put(TREATMENT_ACTION, 3);
        rule.put(QOS_SEMANTICS, semantics);
        rule.group(
                QOS_PROFILE_TEMPLATE,
                profile -> profile.put(BaseAvps.VENDOR_ID, 0).put(QOS_PROFILE_ID, 0));
    }
}
