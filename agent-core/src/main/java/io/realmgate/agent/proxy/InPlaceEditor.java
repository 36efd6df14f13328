package io.realmgate.agent.proxy;

import io.netty.buffer.ByteBuf;
import io.realmgate.agent.codec.AvpList;
import io.realmgate.agent.codec.DiameterMessage;
import java.util.Arrays;

/**
 * Does edits where a message lies, when all they come to is to put fixed values in the place of others that are as long: an IMSI
 * for an IMSI, one network's realm for another's (3GPP TS 23.003 19.2). Everything else is for {@link AvpEditor}. A flyweight of
 * one thread.
 */
public final class InPlaceEditor {
    // Which AVPs, and which edit is for each.
    private int[] starts = new int[8];
    private int[] by = new int[8];
    private int count;

    /**
     * Does the edits of a plan.
     *
     * @param message whose octets nobody needs as they came
     * @param list of its AVPs, which fill it without a fault
     * @return false if an edit comes to something else; the message is as it was then
     */
    public boolean apply(EditPlan plan, DiameterMessage message, AvpList list) {
        if (!plan.replaces() || !list.covers(plan.passes()[0].codeBits())) {
            return false;
        }
        EditPass pass = plan.passes()[0];
        if (!find(pass, message, list)) {
            return false;
        }
        ByteBuf bytes = message.bytes();
        for (int i = 0; i < count; i++) {
            byte[] whole = pass.edits()[by[i]].whole();
            if (whole != null) {
                EditedOctets.over(bytes, starts[i], whole, bytes.getByte(starts[i] + 4) & 0xff);
            }
        }
        return true;
    }

    /** Whether there is an AVP for each edit, and all that are there are as long as what is to take their place. */
    private boolean find(EditPass pass, DiameterMessage message, AvpList list) {
        PlannedEdit[] edits = pass.edits();
        ByteBuf bytes = message.bytes();
        long missing = -1L >>> Long.SIZE - edits.length;
        count = 0;
        for (int i = 0; i < list.count(); i++) {
            int at = list.start(i);
            long header = bytes.getLong(at);
            int code = (int) (header >>> 32);
            int edit = pass.mayConcern(code) ? editOf(edits, code, (int) header < 0 ? bytes.getInt(at + 8) : 0) : -1;
            if (edit >= 0) {
                int length = ((int) header & 0xffffff) + 3 & ~3;
                if (length > message.end() - at || !edits[edit].isAsLong(header, length)) {
                    return false;
                }
                missing &= ~(1L << edit);
                add(at, edit);
            }
        }
        return missing == 0;
    }

    private static int editOf(PlannedEdit[] edits, int code, int vendor) {
        for (int i = 0; i < edits.length; i++) {
            if (edits[i].concerns(code, vendor)) {
                return i;
            }
        }
        return -1;
    }

    private void add(int at, int edit) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            by = Arrays.copyOf(by, 2 * count);
        }
        starts[count] = at;
        by[count++] = edit;
    }
}
