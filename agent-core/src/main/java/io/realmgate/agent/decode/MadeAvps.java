package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.MessageWriter;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.ruletest.RuleTest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Writes the AVPs that are put into a message that is made, M bit set. */
public final class MadeAvps {
    private MadeAvps() {}

    /** Whole AVPs, padded, in the order of the list. */
    public static byte[] of(List<RuleTest.Avp> avps) {
        ByteBuf out = Unpooled.buffer();
        MessageWriter writer = MessageWriter.fragment(out);
        avps.forEach(avp -> write(writer, avp));
        return ByteBufUtil.getBytes(out);
    }

    private static void write(MessageWriter writer, RuleTest.Avp avp) {
        List<AvpPath.Step> steps = avp.path().steps();
        Deque<Integer> groups = new ArrayDeque<>();
        for (AvpPath.Step step : steps.subList(0, steps.size() - 1)) {
            groups.push(writer.beginGroup(step.code(), flags(step.vendor()), step.vendor()));
            AvpPath.Guard guard = step.guard();
            if (guard != null) {
                writer.unsigned32(guard.code(), flags(guard.vendor()), guard.vendor(), guard.value());
            }
        }
        AvpPath.Step last = avp.path().last();
        writer.bytes(last.code(), flags(last.vendor()), last.vendor(), avp.data());
        while (!groups.isEmpty()) {
            writer.endGroup(groups.pop());
        }
    }

    private static int flags(int vendor) {
        return vendor == 0 ? AvpCursor.FLAG_MANDATORY : AvpCursor.FLAG_MANDATORY | AvpCursor.FLAG_VENDOR;
    }
}
