package io.realmgate.agent.simulate.message;

import io.realmgate.agent.simulate.message.Exchange.Facts;
import io.realmgate.agent.simulate.message.Exchange.Side;
import io.realmgate.agent.simulate.message.SimulatedApplication.Kind;
import java.util.List;

/** Base accounting: the start, middle and end of one session (RFC 6733 section 9). */
final class BaseAccounting {
    static final SimulatedApplication APPLICATION = new SimulatedApplication("Accounting", 3, 0, Kind.ACCOUNTING);

    private static final AvpId ACCT_SESSION_TIME = AvpId.base(46);
    private static final AvpId ACCOUNTING_INPUT_OCTETS = AvpId.base(363);
    private static final AvpId ACCOUNTING_OUTPUT_OCTETS = AvpId.base(364);
    private static final AvpId ACCOUNTING_RECORD_TYPE = AvpId.base(480);
    private static final AvpId ACCOUNTING_RECORD_NUMBER = AvpId.base(485);
    private static final int START_RECORD = 2;
    private static final int INTERIM_RECORD = 3;
    private static final int STOP_RECORD = 4;

    private BaseAccounting() {}

    static List<Exchange> exchanges() {
        return List.of(
                record("ACR-START", START_RECORD),
                record("ACR-INTERIM", INTERIM_RECORD),
                record("ACR-STOP", STOP_RECORD));
    }

    private static Exchange record(String name, int type) {
        return new Exchange(
                APPLICATION,
                name,
                271,
                Side.CLIENT,
                (out, facts) -> request(out, facts, type),
                BaseAccounting::acknowledge);
    }

    /** RFC 6733 9.7.1. */
    private static void request(BodyWriter out, Facts facts, int type) {
        out.put(ACCOUNTING_RECORD_TYPE, type);
        out.put(ACCOUNTING_RECORD_NUMBER, facts.number());
        out.put(BaseAvps.USER_NAME, facts.subscriber().privateIdentity(facts.realm()));
        out.time(BaseAvps.EVENT_TIMESTAMP, facts.at());
        if (type != START_RECORD) {
            out.put(ACCT_SESSION_TIME, 300 * facts.number());
            out.put64(ACCOUNTING_INPUT_OCTETS, 1_000_000L * facts.number());
            out.put64(ACCOUNTING_OUTPUT_OCTETS, 6_000_000L * facts.number());
        }
    }

    /** RFC 6733 9.7.2. */
    private static void acknowledge(BodyWriter out, CapturedMessage request) {
        int type = request.number(ACCOUNTING_RECORD_TYPE, START_RECORD);
        out.put(ACCOUNTING_RECORD_TYPE, type);
        out.put(ACCOUNTING_RECORD_NUMBER, request.number(ACCOUNTING_RECORD_NUMBER, 0));
        if (type == START_RECORD) {
            out.put(BaseAvps.ACCT_INTERIM_INTERVAL, 300);
        }
    }
}
