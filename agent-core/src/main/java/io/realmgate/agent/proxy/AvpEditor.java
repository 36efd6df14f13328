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
    private DiameterMessage received = even;
    /** Of the received message, if they are known. */
    private AvpList listed = NOTHING;
    /** Messages that were made, the first of the received one and each other of the one before. */
    private int made;

    // Where AVPs of the received message lie in the result, as long as there was one pass and it left routing as it
    // was.
    private final Displacement displacement = new Displacement();
    private int passes;
    private boolean sameRouting;

    // Of the pass at hand.
    private final EditedOctets out;
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
        this.replacement = new TextReplacement(templates, longest);
        this.evenBytes = allocator.directBuffer(1024);
        this.oddBytes = allocator.directBuffer(1024);
        this.out = new EditedOctets(longest, evenBytes);
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
    @SuppressWarnings("ReferenceEquality") // the question is whether anything is to be stored
    public AvpEditor start(DiameterMessage received, AvpList list, String from) {
        if (this.received != received) {
            this.received = received;
        }
        if (listed != list) {
            listed = list;
        }
        made = 0;
        out.start();
        passes = 0;
        sameRouting = true;
        templates.show(received, from);
        return this;
    }

    /** Does the edits of a plan on what came of the plans before it. */
    public AvpEditor apply(EditPlan plan) {
        for (EditPass pass : plan.passes()) {
            if (!out.isTooLong()) {
                pass(current(), pass);
            }
        }
        return this;
    }

    /** The message as it is now, which is the received one when nothing was changed; null when it would be too long. */
    public @Nullable DiameterMessage result() {
        return out.isTooLong() ? null : current();
    }

    private DiameterMessage current() {
        return made == 0 ? received : (made & 1) != 0 ? even : odd;
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

    private void pass(DiameterMessage in, EditPass pass) {
        AvpList all = list(in, pass.codeBits());
        if (all == null) {
            return;
        }
        PlannedEdit[] edits = pass.edits();
        prepare(in, edits);
        passes++;
        out.begin((made & 1) == 0 ? evenBytes : oddBytes);
        ByteBuf bytes = in.bytes();
        int run = in.start();
        displacement.begin(-run);
        for (int i = 0; i < all.count(); i++) {
            int at = all.start(i);
            long header = bytes.getLong(at);
            int edit = pass.mayConcern((int) (header >>> 32)) ? editOf(edits, header, bytes, at) : -1;
            if (edit < 0) {
                continue;
            }
            int end = Math.min(in.end(), at + (((int) header & 0xffffff) + 3 & ~3));
            AvpCursor cursor = cursors[0].over(bytes, at, in.end());
            cursor.next();
            if (finder.fits(cursor, edits[edit].step(0), edits[edit].last() == 0)) {
                out.copy(bytes, run, at);
                int before = out.length();
                edit(edits[edit], states[edit], 0, end);
                displacement.add(end, out.length() - before - (end - at));
                sameRouting &= !edits[edit].removesTop() || !edits[edit].concernsRouting();
                run = end;
            }
        }
        out.copy(bytes, run, in.end());
        for (int i = 0; i < edits.length; i++) {
            if (states[i].toAdd) {
                add(edits[i], states[i], 0);
                sameRouting &= !edits[i].concernsRouting();
            }
        }
        if (out.isChanged() && !out.isTooLong()) {
            made++;
            current().wrapLike(in, out.bytes(), 0, out.length());
        }
    }

    /** AVPs of a message, among them those with these bits; null if they contradict its length. */
    private @Nullable AvpList list(DiameterMessage in, long bits) {
        return made == 0 && listed.covers(bits) ? listed : own.fill(in, bits) ? own : null;
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

    private int editOf(PlannedEdit[] edits, long header, ByteBuf bytes, int at) {
        int vendor = (int) header < 0 ? bytes.getInt(at + 8) : 0;
        for (int i = 0; i < edits.length; i++) {
            if (edits[i].concerns((int) (header >>> 32), vendor) && states[i].active) {
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
                    out.whole(whole, at.flags());
                } else {
                    byte[] fixed = edit.fixed();
                    out.valueHeader(at, fixed == null ? state.valueLength : fixed.length);
                    out.value(fixed, values, state);
                }
            }
            case REPLACE -> {
                byte[] text = replacement.replace(edit, at.bytes(), at.dataStart(), at.dataLength());
                if (text == null) {
                    out.copy(at.bytes(), at.start(), end);
                } else {
                    out.valueHeader(at, text.length);
                    out.value(text, values, state);
                }
            }
            case REMOVE -> out.setChanged(true);
            case ADD -> throw new IllegalStateException("nothing to add to");
        }
    }

    /** Writes the group that the cursor of the level stands on, with what comes of its members. */
    private void group(PlannedEdit edit, EditState state, int level, int end) {
        AvpCursor outer = cursors[level];
        ByteBuf bytes = outer.bytes();
        int start = out.length();
        boolean before = out.isChanged();
        out.setChanged(false);
        int inside = level + 1;
        int dataEnd = outer.dataStart() + outer.dataLength();
        int run = outer.start();
        AvpCursor cursor = cursors[inside].inside(outer);
        while (cursor.next()) {
            if (edit.concerns(inside, cursor.code(), cursor.vendor())
                    && finder.fits(cursor, edit.step(inside), inside == edit.last())
                    && (edit.kind() != Kind.ADD || state.toAdd)) {
                int memberEnd = endOf(cursor, dataEnd);
                out.copy(bytes, run, cursor.start());
                edit(edit, state, inside, memberEnd);
                run = memberEnd;
            }
        }
        out.copy(bytes, run, dataEnd);
        if (state.toAdd) {
            out.pad();
            add(edit, state, inside);
        }
        if (out.isChanged()) {
            out.pad();
            out.setLength(start);
        } else {
            // Nothing in it was changed: it goes with the padding that it had.
            out.cut(start);
            out.copy(bytes, outer.start(), end);
        }
        out.setChanged(out.isChanged() || before);
    }

    /** Writes an AVP that is not there yet, with the groups above it from {@code level} on. */
    private void add(PlannedEdit edit, EditState state, int level) {
        state.toAdd = false;
        int start = out.length();
        for (int i = level; i < edit.last(); i++) {
            AvpPath.Step step = edit.step(i);
            Edit.Made made = edit.made().get(i);
            out.header(step.code(), step.vendor(), made.mandatory(), 0);
            AvpPath.Guard guard = step.guard();
            if (guard != null && out.header(guard.code(), guard.vendor(), made.guardMandatory(), 4)) {
                out.number(guard.value());
            }
        }
        byte[] fixed = edit.fixed();
        AvpPath.Step last = edit.path().last();
        int length = fixed == null ? state.valueLength : fixed.length;
        if (out.header(last.code(), last.vendor(), edit.made().get(edit.last()).mandatory(), length)) {
            out.value(fixed, values, state);
        }
        int group = start;
        for (int i = level; i < edit.last(); i++) {
            out.setLength(group);
            AvpPath.Guard guard = edit.step(i).guard();
            group += PlannedEdit.headerLength(edit.step(i).vendor());
            group += guard == null ? 0 : PlannedEdit.headerLength(guard.vendor()) + 4;
        }
    }
}
