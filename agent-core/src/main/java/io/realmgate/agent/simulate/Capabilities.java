package io.realmgate.agent.simulate;

import io.realmgate.agent.codec.Applications;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.ResultCodes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a CER or CEA says of its sender (RFC 6733 5.3).
 *
 * @param applications Application-IDs, those inside Vendor-Specific-Application-Id too
 * @param result Result-Code, 0 in a request
 */
record Capabilities(@Nullable String identity, @Nullable String realm, Set<Integer> applications, int result) {

    static Capabilities of(DiameterMessage message) {
        String identity = null;
        String realm = null;
        int result = 0;
        Set<Integer> applications = new HashSet<>();
        AvpCursor at = new AvpCursor().over(message);
        while (at.next()) {
            if (at.is(AvpCodes.ORIGIN_HOST)) {
                identity = at.text();
            } else if (at.is(AvpCodes.ORIGIN_REALM)) {
                realm = at.text();
            } else if (at.is(AvpCodes.RESULT_CODE) && at.dataLength() == 4) {
                result = at.unsigned32();
            } else if (at.is(AvpCodes.VENDOR_SPECIFIC_APPLICATION_ID)) {
                AvpCursor inner = new AvpCursor().inside(at);
                while (inner.next()) {
                    addApplication(inner, applications);
                }
            } else {
                addApplication(at, applications);
            }
        }
        return new Capabilities(identity, realm, applications, result);
    }

    private static void addApplication(AvpCursor at, Set<Integer> applications) {
        if ((at.is(AvpCodes.AUTH_APPLICATION_ID) || at.is(AvpCodes.ACCT_APPLICATION_ID)) && at.dataLength() == 4) {
            applications.add(at.unsigned32());
        }
    }

    /** The Result-Code to answer a CER with; a relay shares every application (RFC 6733 5.3). */
    int verdict(NodeSettings own) {
        if (identity == null || realm == null) {
            return ResultCodes.MISSING_AVP;
        }
        boolean common = applications.contains(Applications.RELAY)
                || own.applications().stream().anyMatch(a -> applications.contains(a.id()));
        return common ? ResultCodes.SUCCESS : ResultCodes.NO_COMMON_APPLICATION;
    }
}
