package io.realmgate.agent.proxy;

import com.google.re2j.Pattern;
import io.realmgate.agent.codec.RoutingAvps;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.Edit;
import io.realmgate.routing.model.EditValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One edit, made ready. Immutable. */
final class PlannedEdit {
    private final Kind kind;
    private final AvpPath path;
    private final byte @Nullable [] fixed;
    private final byte @Nullable [] whole;
    private final boolean replaces;
    private final EditValue.@Nullable Template template;
    private final @Nullable Pattern regex;
    private final List<Edit.Made> made;
    private final int code;
    private final int vendor;
    private final int last;

    private PlannedEdit(
            Kind kind,
            AvpPath path,
            byte @Nullable [] fixed,
            EditValue.@Nullable Template template,
            @Nullable Pattern regex,
            List<Edit.Made> made) {
        this.kind = kind;
        this.path = path;
        this.fixed = fixed;
        this.template = template;
        this.regex = regex;
        this.made = made;
        this.code = step(0).code();
        this.vendor = step(0).vendor();
        this.last = path.steps().size() - 1;
        this.whole = fixed == null ? null : whole(path.last(), fixed);
        this.replaces = kind == Kind.SET && fixed != null && last == 0 && step(0).guard() == null;
    }

    enum Kind {
        SET,
        ADD,
        REMOVE,
        REPLACE
    }

    static PlannedEdit of(Edit edit) {
        if (edit instanceof Edit.Set set) {
            return writing(Kind.SET, set.path(), set.value(), set.made());
        }
        if (edit instanceof Edit.Add add) {
            return writing(Kind.ADD, add.path(), add.value(), add.made());
        }
        if (edit instanceof Edit.Replace replace) {
            return new PlannedEdit(Kind.REPLACE, replace.path(), null, replace.with(), replace.regex(), List.of());
        }
        return new PlannedEdit(Kind.REMOVE, edit.path(), null, null, null, List.of());
    }

    private static PlannedEdit writing(Kind kind, AvpPath path, EditValue value, List<Edit.Made> made) {
        return value instanceof EditValue.Fixed fixed
                ? new PlannedEdit(kind, path, fixed.octets().getBytes(StandardCharsets.ISO_8859_1), null, null, made)
                : new PlannedEdit(kind, path, null, (EditValue.Template) value, null, made);
    }

    Kind kind() {
        return kind;
    }

    AvpPath path() {
        return path;
    }

    /** The value to write, not to be changed; null if there is none or it depends on the message. */
    byte @Nullable [] fixed() {
        return fixed;
    }

    /** The AVP that the value to write makes, padding included, with no flag set; not to be changed. Null if there is no such value. */
    byte @Nullable [] whole() {
        return whole;
    }

    /** Whether all it does is to put {@link #whole} in the place of AVPs on the top level, or to add it. */
    boolean replaces() {
        return replaces;
    }

    /**
     * Whether {@link #whole} is as long as an AVP that it is to take the place of.
     *
     * @param header its first eight octets
     * @param length with its padding
     */
    boolean isAsLong(long header, int length) {
        return replaces && whole != null && whole.length == length && (int) header < 0 == (vendor != 0);
    }

    /** Octets of the header in {@link #whole}. */
    int headerLength() {
        return headerLength(path.last().vendor());
    }

    /** Octets of the header of an AVP, of the base protocol (0) or of a vendor. */
    static int headerLength(int vendor) {
        return vendor == 0 ? 8 : 12;
    }

    private static byte[] whole(AvpPath.Step step, byte[] value) {
        int header = headerLength(step.vendor());
        ByteBuffer avp = ByteBuffer.allocate(header + (value.length + 3 & ~3));
        avp.putInt(step.code()).putInt(header + value.length);
        if (header > 8) {
            avp.putInt(step.vendor());
        }
        return avp.put(value).array();
    }

    /** The value to write, or what stands for a part that fits {@link #regex}, or null. */
    EditValue.@Nullable Template template() {
        return template;
    }

    @Nullable
    Pattern regex() {
        return regex;
    }

    /** How AVPs that are not there yet are written, one entry for each step; empty if none is ever made. */
    List<Edit.Made> made() {
        return made;
    }

    /** One step of the path, 0 for the top level. */
    AvpPath.Step step(int level) {
        return path.steps().get(level);
    }

    /** The level of the AVPs that are meant. */
    int last() {
        return last;
    }

    /** Code of the AVPs on the top level that the path begins at. */
    int code() {
        return code;
    }

    /** Whether it may change AVPs of this code on the top level. */
    boolean concerns(int topCode, int topVendor) {
        return code == topCode && vendor == topVendor && (kind != Kind.ADD || last > 0);
    }

    /** Whether routing depends on the AVPs that its path begins at. */
    boolean concernsRouting() {
        return RoutingAvps.notes(code, vendor);
    }

    /** Whether it takes whole AVPs away from the top level. */
    boolean removesTop() {
        return kind == Kind.REMOVE && last == 0;
    }

    /** Whether AVPs of this code on this level, reached by the steps above it, may be changed. */
    boolean concerns(int level, int code, int vendor) {
        AvpPath.Step step = step(level);
        return step.code() == code && step.vendor() == vendor && (kind != Kind.ADD || level < last());
    }
}
