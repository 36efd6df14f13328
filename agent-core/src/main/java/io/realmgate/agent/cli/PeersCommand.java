package io.realmgate.agent.cli;

import io.realmgate.agent.cli.admin.AdminClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code peers}: what the running agent's peers are up to, a line each. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description = "Lists the peers of the running agent; exits with 4 when it does not answer.")
final class PeersCommand extends AdminCommand {
    private static final List<String> HEAD = List.of("PEER", "STATE", "ADMIN", "DIRECTION", "PENDING", "LAST EVENT");

    @Override
    int ask(AdminClient admin, PrintWriter out, PrintWriter err) throws IOException, InterruptedException {
        JsonArray peers = admin.get("/v1/peers").body().getJsonArray("peers");
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        for (int i = 0; i < peers.size(); i++) {
            rows.add(row(peers.getJsonObject(i)));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size() - 1; column++) {
                line.append(row.get(column))
                        .append(" ".repeat(width(rows, column) - row.get(column).length() + 2));
            }
            out.println(line.append(row.get(row.size() - 1)));
        }
        return ExitCodes.OK;
    }

    private static List<String> row(JsonObject peer) {
        String direction = peer.getString("direction");
        String state = peer.getString("state") + (peer.getBoolean("suspended") ? " (suspended)" : "") + leaving(peer);
        return List.of(
                peer.getString("identity"),
                state,
                peer.getString("adminState"),
                direction == null ? "-" : direction,
                String.valueOf(peer.getInteger("pending")),
                peer.getString("lastEvent"));
    }

    /** An older agent says nothing of it. */
    private static String leaving(JsonObject peer) {
        Long left = peer.getLong("secondsLeft");
        String time = left == null ? "" : " (" + left + " s left)";
        return peer.getBoolean("leaving", false) ? " (sent away)" + time : time;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
