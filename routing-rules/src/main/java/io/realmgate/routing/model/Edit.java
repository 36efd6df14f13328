package io.realmgate.routing.model;

import com.google.re2j.Pattern;
import java.util.List;

/** One change of the AVPs at a path. */
public sealed interface Edit {

    /** Which AVPs it is about. */
    AvpPath path();

    /** The edit as it could be written in a file, on one line, for people. */
    String written();

    /**
     * Every AVP at the path gets the value and keeps its flags. If there is none, one is added, with the groups above it.
     *
     * @param made how AVPs that are not there yet are written, one entry for each step of the path
     */
    record Set(AvpPath path, EditValue value, List<Made> made, String written) implements Edit {
        public Set {
            made = List.copyOf(made);
        }
    }

    /** One more AVP, in the first group on the way that is there, else with the groups above it. */
    record Add(AvpPath path, EditValue value, List<Made> made, String written) implements Edit {
        public Add {
            made = List.copyOf(made);
        }
    }

    /** Every AVP at the path goes. A group that becomes empty stays. */
    record Remove(AvpPath path, String written) implements Edit {}

    /** In every text at the path, each part that fits the expression is replaced. */
    record Replace(AvpPath path, Pattern regex, EditValue.Template with, String written) implements Edit {}

    /**
     * How a new AVP is written.
     *
     * @param mandatory its M bit (RFC 6733 4.1)
     * @param guardMandatory that of the number inside it by which the path picks it
     */
    record Made(boolean mandatory, boolean guardMandatory) {}
}
