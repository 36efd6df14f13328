package io.realmgate.agent.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has learned from redirects.
 *
 * @param size how many there are
 * @param hits requests since the start that went by them
 * @param rows some of them
 */
public record RedirectTable(int size, long hits, List<Row> rows) {
    public RedirectTable {
        rows = List.copyOf(rows);
    }

    /**
     * One redirect.
     *
     * @param usage Redirect-Host-Usage by name
     * @param subject realm or identity that it is for; empty for a session, a user or an application
     * @param application that it is for; 0 for any
     * @param source identity of the peer that redirected
     * @param hosts where its requests go, unless to {@code realm}
     */
    public record Row(
            String usage,
            String subject,
            int application,
            String source,
            List<String> hosts,
            @Nullable String realm,
            long secondsLeft) {
        public Row {
            hosts = List.copyOf(hosts);
        }
    }
}
