package io.realmgate.routing.check;

import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.Rule;
import io.realmgate.routing.table.Tables;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All lints. */
public final class Lints {

    private static final List<Lint> ALL = List.of(
            new UnreachableRule(),
            new UnusedGroup(),
            new UnusedTable(),
            new EmptyGroup(),
            new UnheededWeight(),
            new NeedlessLastResort(),
            new OpenTransit(),
            new PartnerTransit(),
            new RedirectReach(),
            new IdleRule(),
            new RealmRedirectLoop(),
            new HopelessRegex());

    /** Warnings of one kind; more than that nobody reads. */
    private static final int MOST = 100;

    private Lints() {}

    /**
     * Hands every doubt about a set of files to {@code out}, as warnings.
     *
     * @param peerFile name of the peer file, or null if there is none
     */
    public static void run(
            List<Rule> rules,
            PeerDirectory directory,
            Tables tables,
            @Nullable String peerFile,
            Consumer<Diagnostic> out) {
        Lint.Files files = new Lint.Files(rules, directory, tables, peerFile);
        for (Lint lint : ALL) {
            int[] found = {0};
            @Nullable Diagnostic[] last = {null};
            lint.look(files, diagnostic -> {
                if (found[0]++ < MOST) {
                    out.accept(diagnostic);
                } else {
                    last[0] = diagnostic;
                }
            });
            Diagnostic omitted = last[0];
            if (omitted != null) {
                out.accept(Diagnostic.warning(
                        omitted.place(),
                        omitted.message(),
                        "the last of " + found[0] + " warnings of this kind, of which " + MOST + " others are shown"));
            }
        }
    }
}
