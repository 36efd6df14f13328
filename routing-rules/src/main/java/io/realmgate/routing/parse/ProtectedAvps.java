package io.realmgate.routing.parse;

import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.EditValue;
import io.realmgate.routing.parse.EditsParser.Way;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What no rule may change, since messages find their way by it or would say what is not so. */
final class ProtectedAvps {

    private static final int AUTH_APPLICATION_ID = 258;
    private static final int ACCT_APPLICATION_ID = 259;
    private static final int VENDOR_SPECIFIC_APPLICATION_ID = 260;
    private static final int DESTINATION_REALM = 283;
    private static final int DESTINATION_HOST = 293;

    private static final Map<Integer, String> ALWAYS = Map.of(
            263, "Session-Id is what both ends know the session by (RFC 6733 8.8)",
            264, "Origin-Host stays that of the originator (RFC 6733 6.3)",
            296, "Origin-Realm stays that of the originator (RFC 6733 6.4)",
            282, "Route-Record is how loops are found (RFC 6733 6.7.1)",
            284, "Proxy-Info belongs to the agent that added it (RFC 6733 6.7.2)");

    private static final Map<Integer, String> IN_ANSWERS = Map.of(
            268, "a failure stays a failure, and a success one (RFC 6733 6.2.2)",
            297, "a failure stays a failure, and a success one (RFC 6733 6.2.2)");

    private final Report report;

    ProtectedAvps(Report report) {
        this.report = report;
    }

    /** Whether the edit is refused, which is then reported. */
    boolean refuse(Scalar written, AvpPath path, String operation, Way way) {
        AvpPath.Step root = path.steps().get(0);
        if (root.vendor() != 0) {
            return false;
        }
        String why = ALWAYS.get(root.code());
        if (why == null && way == Way.ANSWER) {
            why = IN_ANSWERS.get(root.code());
        }
        if (why == null && way == Way.REQUEST) {
            why = destination(root.code(), operation);
        }
        if (why != null) {
            report.error(written.origin(), "\"" + operation + "\" cannot change \"" + written.text() + "\"", why);
        }
        return why != null;
    }

    private static @Nullable String destination(int code, String operation) {
        if (code == DESTINATION_REALM && operation.equals("remove")) {
            return "a request finds its way by it: set it to another realm";
        }
        boolean once = code == DESTINATION_REALM || code == DESTINATION_HOST;
        return once && operation.equals("add") ? "it is there at most once: set gives it the value" : null;
    }

    /** RFC 6733 6.8 and 6.9: whether an application that is written would not be that of the header; reported if so. */
    boolean contradictsHeader(Scalar value, AvpPath path, EditValue data, @Nullable Set<Integer> applications) {
        AvpPath.Step last = path.last();
        boolean names =
                last.vendor() == 0 && (last.code() == AUTH_APPLICATION_ID || last.code() == ACCT_APPLICATION_ID);
        AvpPath.Step root = path.steps().get(0);
        boolean here = path.steps().size() == 1
                || path.steps().size() == 2 && root.vendor() == 0 && root.code() == VENDOR_SPECIFIC_APPLICATION_ID;
        if (!names || !here || !(data instanceof EditValue.Fixed fixed)) {
            return false;
        }
        String octets = fixed.octets();
        int id = 0;
        for (int i = 0; i < octets.length(); i++) {
            id = id << 8 | octets.charAt(i);
        }
        boolean sound = applications != null && applications.equals(Set.of(id));
        if (!sound) {
            report.error(
                    value.origin(),
                    "application " + value.text() + " may not be that of the header (RFC 6733 6.8, 6.9)",
                    "only in a rule whose match names this one application");
        }
        return !sound;
    }
}
