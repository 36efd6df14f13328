package io.realmgate.agent.cli;

import io.realmgate.agent.cli.admin.AdminClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drain}: takes a peer of the running agent out of service, and back. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description =
                "Takes a peer of the running agent out of service: no new requests, pending ones finish, then DPR."
                        + " Exits with 4 when the agent does not answer.")
final class DrainCommand extends AdminCommand {
    @Parameters(paramLabel = "PEER", description = "identity of the peer")
    private String peer = "";

    @Option(names = "--undo", description = "takes the peer back into service")
    private boolean undo;

    @Override
    int ask(AdminClient admin, PrintWriter out, PrintWriter err) throws IOException, InterruptedException {
        String path = "/v1/peers/" + URLEncoder.encode(peer, StandardCharsets.UTF_8) + "/admin-state";
        String state = undo ? "ready" : "drain";
        AdminClient.Reply reply = admin.put(path, new JsonObject().put("state", state));
        if (reply.status() != 200) {
            err.println(reply.body().getString("title", "refused with HTTP status " + reply.status()));
            return ExitCodes.INVALID;
        }
        out.println(reply.body().getString("identity") + ": " + state + ", "
                + reply.body().getInteger("pending") + " requests pending");
        return ExitCodes.OK;
    }
}
