package io.realmgate.agent.decode;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.routing.dictionary.AvpDefinition;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.Dictionary;
import io.realmgate.routing.model.AvpPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An AVP that stands at a path of a message.
 *
 * @param data octets without padding; not to be changed
 * @param text the value, for people
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
public record AvpsAtPath(byte[] data, String text) {

    /** All of them, in their order. */
    public static List<AvpsAtPath> of(byte[] message, AvpPath path, Dictionary dictionary) {
        List<AvpsAtPath> found = new ArrayList<>();
        DiameterMessage view = new DiameterMessage().wrap(Unpooled.wrappedBuffer(message), 0, message.length);
        add(new AvpCursor().over(view), path.steps(), dictionary, found);
        return found;
    }

    private static void add(AvpCursor at, List<AvpPath.Step> steps, Dictionary dictionary, List<AvpsAtPath> found) {
        AvpPath.Step step = steps.get(0);
        while (at.next()) {
            if (at.code() != step.code() || at.vendor() != step.vendor() || !fits(at, step.guard())) {
                continue;
            }
            if (steps.size() > 1) {
                add(new AvpCursor().inside(at), steps.subList(1, steps.size()), dictionary, found);
            } else {
                found.add(new AvpsAtPath(
                        ByteBufUtil.getBytes(at.bytes(), at.dataStart(), at.dataLength()), text(at, dictionary)));
            }
        }
    }

    private static boolean fits(AvpCursor group, AvpPath.@Nullable Guard guard) {
        if (guard == null) {
            return true;
        }
        AvpCursor member = new AvpCursor().inside(group);
        while (member.next()) {
            if (member.code() == guard.code()
                    && member.vendor() == guard.vendor()
                    && member.dataLength() == 4
                    && member.unsigned32() == guard.value()) {
                return true;
            }
        }
        return false;
    }

    private static String text(AvpCursor at, Dictionary dictionary) {
        AvpDefinition known = dictionary.avp(at.code(), at.vendor());
        AvpType type = known == null || known.type() == AvpType.GROUPED ? null : known.type();
        StringBuilder text = new StringBuilder();
        String problem = new ValueText(dictionary).append(text, at, type, 0);
        return problem == null ? text.toString() : text + " (" + problem + ")";
    }
}
