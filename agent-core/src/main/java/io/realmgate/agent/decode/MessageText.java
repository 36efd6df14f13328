package io.realmgate.agent.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.routing.dictionary.AvpDefinition;
import io.realmgate.routing.dictionary.AvpType;
import io.realmgate.routing.dictionary.CommandDefinition;
import io.realmgate.routing.dictionary.Dictionary;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as text: a line for the header, one for each AVP, groups indented. What the dictionary does not know is
 * shown by number and in hex; what is malformed is shown in hex with its offset in the message, and counted. Of one thread.
 */
public final class MessageText {
    private static final int VALUE_COLUMN = 60;
    /** Groups nested deeper are shown in hex: nobody defines such, and the stack is finite. */
    private static final int DEEPEST = 32;

    private final Dictionary dictionary;
    private final ValueText values;
    private final StringBuilder text = new StringBuilder();
    private int start;
    private int problems;

    public MessageText(Dictionary dictionary) {
        this.dictionary = dictionary;
        this.values = new ValueText(dictionary);
    }

    /** Malformed AVPs seen so far. */
    public int problems() {
        return problems;
    }

    /** The text of a message, ending in a line feed. */
    public String of(DiameterMessage message) {
        return of(message, String.format(Locale.ROOT, "0x%08x", message.hopByHop()));
    }

    /** The same for one that has no hop-by-hop identifier yet. */
    public String ofUnsent(DiameterMessage message) {
        return of(message, "set when sent");
    }

    private String of(DiameterMessage message, String hopByHop) {
        text.setLength(0);
        start = message.start();
        header(message, hopByHop);
        avps(new AvpCursor().over(message), message.end(), 1, 0);
        return text.toString();
    }

    private void header(DiameterMessage message, String hopByHop) {
        CommandDefinition command = dictionary.command(message.command(), message.application());
        String application = dictionary.applicationName(message.application());
        if (command == null) {
            text.append("command ").append(message.command());
            text.append(message.isRequest() ? " request" : " answer");
        } else {
            text.append(message.isRequest() ? command.request() : command.answer());
            text.append(' ').append(command.longName());
            text.append(message.isRequest() ? "-Request" : "-Answer");
        }
        text.append("  application ").append(Integer.toUnsignedString(message.application()));
        if (application != null) {
            text.append(" (").append(application).append(')');
        }
        flags(message.flags());
        text.append(String.format(
                Locale.ROOT,
                "  hop-by-hop %s  end-to-end 0x%08x  %d octets",
                hopByHop,
                message.endToEnd(),
                message.length()));
        if (message.version() != DiameterMessage.VERSION) {
            text.append("  version ").append(message.version());
        }
        text.append('\n');
    }

    private void flags(int flags) {
        text.append("  flags ");
        text.append((flags & DiameterMessage.FLAG_REQUEST) != 0 ? 'R' : '-');
        text.append((flags & DiameterMessage.FLAG_PROXIABLE) != 0 ? 'P' : '-');
        text.append((flags & DiameterMessage.FLAG_ERROR) != 0 ? 'E' : '-');
        text.append((flags & DiameterMessage.FLAG_RETRANSMITTED) != 0 ? 'T' : '-');
        if ((flags & 0x0f) != 0) {
            text.append(String.format(Locale.ROOT, " reserved 0x%x", flags & 0x0f));
        }
    }

    /** {@code vendor} is that of the Vendor-Id AVP beside, which an Experimental-Result-Code belongs to. */
    private void avps(AvpCursor at, int end, int depth, int vendor) {
        int vendorBeside = vendor;
        while (at.next()) {
            AvpDefinition known = dictionary.avp(at.code(), at.vendor());
            int column = text.length();
            name(at, known, depth);
            if (known != null && known.type() == AvpType.GROUPED && isGroup(at) && depth < DEEPEST) {
                text.append('\n');
                avps(new AvpCursor().inside(at), at.dataStart() + at.dataLength(), depth + 1, 0);
                continue;
            }
            pad(column);
            if (at.is(ValueText.VENDOR_ID) && at.dataLength() == 4) {
                vendorBeside = at.unsigned32();
            }
            String problem = values.append(text, at, known == null ? null : known.type(), vendorBeside);
            if (problem != null) {
                problem(at.start(), problem);
            }
            text.append('\n');
        }
        if (at.malformed()) {
            broken(at, end, depth);
        }
    }

    /** Whether the data begins with an AVP, or is empty: else it is better shown in hex. */
    private static boolean isGroup(AvpCursor at) {
        AvpCursor member = new AvpCursor().inside(at);
        return member.next() || !member.malformed();
    }

    private void broken(AvpCursor at, int end, int depth) {
        int left = end - at.start();
        int column = text.length();
        indent(depth);
        text.append(left >= 8 ? "AVP " + Integer.toUnsignedString(at.code()) : "AVP?");
        pad(column);
        hex(at.bytes(), at.start(), left);
        problem(
                at.start(),
                left < 8
                        ? left + " octets left, an AVP header has 8"
                        : "the AVP claims " + at.bytes().getUnsignedMedium(at.start() + 5) + " octets of the " + left
                                + " that are left");
        text.append('\n');
    }

    private void problem(int at, String what) {
        problems++;
        text.append("  !! offset ").append(at - start).append(": ").append(what);
    }

    private void name(AvpCursor at, @Nullable AvpDefinition known, int depth) {
        indent(depth);
        text.append(known == null ? "AVP" : known.name());
        text.append(' ').append(Integer.toUnsignedString(at.code()));
        if (at.hasVendor()) {
            text.append(" vendor ").append(Integer.toUnsignedString(at.vendor()));
        }
        text.append((at.flags() & AvpCursor.FLAG_MANDATORY) != 0 ? " M" : "");
    }

    private void indent(int depth) {
        text.append("  ".repeat(depth));
    }

    private void pad(int lineStart) {
        text.append(" ".repeat(Math.max(2, VALUE_COLUMN - (text.length() - lineStart))));
    }

    private void hex(ByteBuf bytes, int from, int length) {
        text.append("0x").append(ByteBufUtil.hexDump(bytes, from, length));
    }
}
