package io.realmgate.agent.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.AvpList;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.codec.Displacement;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.agent.proxy.PlannedEdit.Kind;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.Edit;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does edits over the bytes of a message: what no edit is about is copied as it stands, in runs as long as they come, and
 * groups around a change get their new lengths (RFC 6733 4.1, 4.4). A message or group whose AVPs contradict its length is
 * left as it is.
 *
 * <p>A flyweight of one thread: {@link #start}, then {@link #apply} for each plan, then {@link #result}, which lives until
 * the next start. Allocates only for regular expressions, and for messages longer than any before.
 */
public final class AvpEditor {
    private static final AvpList NOTHING = new AvpList();

    private final int longest;
    private final TemplateWriter templates = new TemplateWriter();
    private final TextReplacement replacement;
    private final AvpFinder finder = new AvpFinder();
    private final AvpCursor[] cursors =
            Stream.generate(AvpCursor::new).limit(AvpFinder.DEEPEST).toArray(AvpCursor[]::new);
    private final ByteBuf values = Unpooled.directBuffer(256);
    private final DiameterMessage even = new DiameterMessage();
    private final DiameterMessage odd = new DiameterMessage();
    private final ByteBuf evenBytes;
    private final ByteBuf oddBytes;

    private final AvpList own = new AvpList();
    private DiameterMessage current = even;
    /** Of the current message, if they are known. */
    private AvpList listed = NOTHING;

    // Where AVPs of the received message lie in the result, as long as there was one pass and it left routing as it
    // was.
    private final Displacement displacement = new Displacement();
    private int passes;
    private boolean sameRouting;

    // Of the pass at hand, which writes to out.
    private ByteBuf out;
    private boolean changed;
    private boolean tooLong;
    private EditState[] states = new EditState[0];

    /** @param longest octets of a result; a message that would become longer has none */
    public AvpEditor(int longest) {
        this(longest, UnpooledByteBufAllocator.DEFAULT);
    }

    /**
     * @param longest octets of a result; a message that would become longer has none
     * @param allocator of two buffers, which are kept
     */
    public AvpEditor(int longest, ByteBufAllocator allocator) {
        this.longest = longest;
        this.replacement = new TextReplacement(templates, longest);
        this.evenBytes = allocator.directBuffer(1024);
        this.oddBytes = allocator.directBuffer(1024);
        this.out = evenBytes;
    }

    /**
     * Turns to a message.
     *
     * @param received stays as it is; its length is a multiple of four
     * @param from identity of the peer that it came from
     */
    public AvpEditor start(DiameterMessage received, String from) {
        return start(received, NOTHING, from);
    }

    /**
     * Turns to a message.
     *
     * @param received stays as it is; its length is a multiple of four
     * @param list of its AVPs, which fill it without a fault: those that are {@link EditPlan#wanted}, or they are looked for once more
     * @param from identity of the peer that it came from
     */
    public AvpEditor start(DiameterMessage received, AvpList list, String from) {
        listed = list;
        current = received;
        tooLong = false;
        passes = 0;
        sameRouting = true;
        templates.show(received, from);
        return this;
    }

    /** Does the edits of a plan on what came of the plans before it. */
    public AvpEditor apply(EditPlan plan) {
        for (EditPass pass : plan.passes()) {
            if (!tooLong) {
                current = pass(current, pass);
            }
        }
        return this;
    }

    /** The message as it is now, which is the received one when nothing was changed; null when it would be too long. */
    public @Nullable DiameterMessage result() {
        return tooLong ? null : current;
    }

    /**
     * Turns what was found in the received message to the {@link #result()}, which is another one.
     *
     * @return false if that has to be scanned anew
     */
    public boolean follow(RoutingAvps found) {
        if (passes != 1 || !sameRouting) {
            return false;
        }
        found.move(displacement);
        return true;
    }

    private DiameterMessage pass(DiameterMessage in, EditPass pass) {
        AvpList all = list(in, pass.codeBits());
        if (all == null) {
            return in;
        }
        PlannedEdit[] edits = pass.edits();
        prepare(in, edits);
        passes++;
        boolean toOdd = in == even;
        out = toOdd ? oddBytes : evenBytes;
        out.clear();
        changed = false;
        ByteBuf bytes = in.bytes();
        int run = in.start();
        displacement.begin(-run);
        for (int i = 0; i < all.count(); i++) {
            AvpCursor cursor = cursors[0].over(bytes, all.start(i), in.end());
            cursor.next();
            int edit = pass.mayConcern(cursor.code()) ? editOf(edits, cursor) : -1;
            if (edit >= 0 && finder.fits(cursor, edits[edit].step(0), edits[edit].last() == 0)) {
                int end = endOf(cursor, in.end());
                copy(bytes, run, cursor.start());
                int before = out.writerIndex();
                edit(edits[edit], states[edit], 0, end);
                displacement.add(end, out.writerIndex() - before - (end - cursor.start()));
                sameRouting &= !edits[edit].removesTop() || !edits[edit].concernsRouting();
                run = end;
            }
        }
        copy(bytes, run, in.end());
        for (int i = 0; i < edits.length; i++) {
            if (states[i].toAdd) {
                add(edits[i], states[i], 0);
                sameRouting &= !edits[i].concernsRouting();
            }
        }
        if (!changed || tooLong) {
            return in;
        }
        out.setMedium(1, out.writerIndex());
        return (toOdd ? odd : even).wrap(out, 0, out.writerIndex());
    }

    /** AVPs of a message, among them those with these bits; null if they contradict its length. */
    private @Nullable AvpList list(DiameterMessage in, long bits) {
        AvpList known = listed;
        listed = NOTHING;
        return known.covers(bits) ? known : own.fill(in, bits) ? own : null;
    }

    /** Which edits happen, with which values, and which of them add an AVP. */
    private void prepare(DiameterMessage in, PlannedEdit[] edits) {
        if (edits.length > states.length) {
            int known = states.length;
            states = Arrays.copyOf(states, edits.length);
            Arrays.setAll(states, i -> i < known ? states[i] : new EditState());
        }
        values.clear();
        for (int i = 0; i < edits.length; i++) {
            PlannedEdit edit = edits[i];
            EditState state = states[i];
            state.active = true;
            if (edit.template() != null && edit.kind() != Kind.REPLACE) {
                state.valueStart = values.writerIndex();
                state.active = templates.write(edit.template().parts(), values);
                state.valueLength = values.writerIndex() - state.valueStart;
            }
            state.toAdd = state.active && addsTo(in, edit);
        }
    }

    private boolean addsTo(DiameterMessage in, PlannedEdit edit) {
        return edit.kind() == Kind.ADD
                || edit.kind() == Kind.SET
                        // On the top level the pass itself sees whether there is one.
                        && (edit.last() == 0 || !finder.find(in.bytes(), in.avpStart(), in.end(), edit.path()));
    }

    private int editOf(PlannedEdit[] edits, AvpCursor cursor) {
        for (int i = 0; i < edits.length; i++) {
            if (edits[i].concerns(cursor.code(), cursor.vendor()) && states[i].active) {
                return i;
            }
        }
        return -1;
    }

    private static int endOf(AvpCursor cursor, int windowEnd) {
        return Math.min(windowEnd, cursor.start() + (cursor.length() + 3 & ~3));
    }

    /** Writes what comes of the AVP that the cursor of the level stands on, and which the path leads to. */
    private void edit(PlannedEdit edit, EditState state, int level, int end) {
        AvpCursor at = cursors[level];
        if (level < edit.last()) {
            group(edit, state, level, end);
            return;
        }
        switch (edit.kind()) {
            case SET -> {
                state.toAdd = false;
                byte[] whole = edit.whole();
                if (whole != null && at.headerLength() == edit.headerLength()) {
                    whole(whole, at.flags());
                } else {
                    byte[] fixed = edit.fixed();
                    valueHeader(at, fixed == null ? state.valueLength : fixed.length);
                    value(fixed, state);
                }
            }
            case REPLACE -> {
                byte[] text = replacement.replace(edit, at.bytes(), at.dataStart(), at.dataLength());
                if (text == null) {
                    copy(at.bytes(), at.start(), end);
                } else {
                    valueHeader(at, text.length);
                    value(text, state);
                }
            }
            case REMOVE -> changed = true;
            case ADD -> throw new IllegalStateException("nothing to add to");
        }
    }

    /** Writes the group that the cursor of the level stands on, with what comes of its members. */
    private void group(PlannedEdit edit, EditState state, int level, int end) {
        AvpCursor outer = cursors[level];
        ByteBuf bytes = outer.bytes();
        int start = out.writerIndex();
        boolean before = changed;
        changed = false;
        int inside = level + 1;
        int dataEnd = outer.dataStart() + outer.dataLength();
        int run = outer.start();
        AvpCursor cursor = cursors[inside].inside(outer);
        while (cursor.next()) {
            if (edit.concerns(inside, cursor.code(), cursor.vendor())
                    && finder.fits(cursor, edit.step(inside), inside == edit.last())
                    && (edit.kind() != Kind.ADD || state.toAdd)) {
                int memberEnd = endOf(cursor, dataEnd);
                copy(bytes, run, cursor.start());
                edit(edit, state, inside, memberEnd);
                run = memberEnd;
            }
        }
        copy(bytes, run, dataEnd);
        if (state.toAdd) {
            pad();
            add(edit, state, inside);
        }
        if (changed) {
            pad();
            setLength(start);
        } else {
            // Nothing in it was changed: it goes with the padding that it had.
            out.writerIndex(Math.min(start, out.writerIndex()));
            copy(bytes, outer.start(), end);
        }
        changed |= before;
    }

    /** Writes an AVP that is not there yet, with the groups above it from {@code level} on. */
    private void add(PlannedEdit edit, EditState state, int level) {
        state.toAdd = false;
        int start = out.writerIndex();
        for (int i = level; i < edit.last(); i++) {
            AvpPath.Step step = edit.step(i);
            Edit.Made made = edit.made().get(i);
            header(step.code(), step.vendor(), made.mandatory(), 0);
            AvpPath.Guard guard = step.guard();
            if (guard != null && header(guard.code(), guard.vendor(), made.guardMandatory(), 4)) {
                out.writeInt(guard.value());
            }
        }
        byte[] fixed = edit.fixed();
        AvpPath.Step last = edit.path().last();
        int length = fixed == null ? state.valueLength : fixed.length;
        if (header(last.code(), last.vendor(), edit.made().get(edit.last()).mandatory(), length)) {
            value(fixed, state);
        }
        int group = start;
        for (int i = level; i < edit.last(); i++) {
            setLength(group);
            AvpPath.Guard guard = edit.step(i).guard();
            group += PlannedEdit.headerLength(edit.step(i).vendor());
            group += guard == null ? 0 : PlannedEdit.headerLength(guard.vendor()) + 4;
        }
    }

    // What is written; nothing any more once the message is too long. ---------------------------------------------

    private boolean hasRoom(int octets) {
        tooLong |= out.writerIndex() + octets > longest;
        return !tooLong;
    }

    private void copy(ByteBuf bytes, int from, int to) {
        if (to > from && hasRoom(to - from)) {
            out.writeBytes(bytes, from, to - from);
        }
    }

    /** An AVP that is the same for all messages but for its flags, with its padding. */
    private void whole(byte[] octets, int flags) {
        changed = true;
        if (hasRoom(octets.length)) {
            out.writeBytes(octets);
            out.setByte(out.writerIndex() - octets.length + 4, flags);
        }
    }

    /** The header of the AVP that the cursor stands on, for a value of another length. */
    private void valueHeader(AvpCursor at, int length) {
        changed = true;
        int header = at.headerLength();
        if (hasRoom(header + (length + 3 & ~3))) {
            out.writeLong((long) at.code() << 32 | (at.flags() << 24 | header + length) & 0xffff_ffffL);
            if (at.hasVendor()) {
                out.writeInt(at.vendor());
            }
        }
    }

    /** The header of a new AVP; false if there is no room for it and its value. */
    private boolean header(int code, int vendor, boolean mandatory, int length) {
        changed = true;
        int size = PlannedEdit.headerLength(vendor) + length;
        if (!hasRoom(size + 3)) {
            return false;
        }
        int flags = (vendor == 0 ? 0 : AvpCursor.FLAG_VENDOR) | (mandatory ? AvpCursor.FLAG_MANDATORY : 0);
        out.writeInt(code);
        out.writeInt(flags << 24 | size);
        if (vendor != 0) {
            out.writeInt(vendor);
        }
        return true;
    }

    /** The value of the edit, for whose length there is room, and its padding. */
    private void value(byte @Nullable [] fixed, EditState state) {
        if (tooLong) {
            return;
        }
        if (fixed == null) {
            out.writeBytes(values, state.valueStart, state.valueLength);
        } else {
            out.writeBytes(fixed);
        }
        pad();
    }

    private void pad() {
        int padding = -out.writerIndex() & 3;
        if (padding != 0 && !tooLong) {
            out.writeZero(padding);
        }
    }

    /** Of a group that begins at {@code start} and ends here. */
    private void setLength(int start) {
        if (!tooLong) {
            out.setMedium(start + 5, out.writerIndex() - start);
        }
    }
}
