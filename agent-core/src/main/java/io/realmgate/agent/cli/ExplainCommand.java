package io.realmgate.agent.cli;

import io.realmgate.agent.OfflineAgent;
import io.realmgate.agent.decode.AnswerText;
import io.realmgate.agent.decode.Asked;
import io.realmgate.agent.decode.MalformedInputException;
import io.realmgate.routing.explain.Answer;
import io.realmgate.routing.explain.Question;
import io.realmgate.routing.explain.Way;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code explain}: what the files make of a request or an answer, and why; connects to nobody. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Says what an agent with these files does with a request: which rule decides, why each earlier one"
                        + " does not match, who could take it, and what would leave. All peers count as connected but those of"
                        + " --down; which of them are, only a running agent knows: POST /v1/explain.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = {"-f", "--field"},
            paramLabel = "FIELD=VALUE",
            description = "from, listener, application, command, destination-realm, destination-host, origin-realm,"
                    + " origin-host, session-id, user-name; of an answer phase=answer, asked-by, result,"
                    + " experimental-result; applications and commands by name or number. Beside --hex or --pcap only"
                    + " from: the peer that sent it, if not its Origin-Host; listener: by which it came; asked-by: the"
                    + " peer that an answer goes back to.")
    private Map<String, String> fields = Map.of();

    @Option(names = "--hex", paramLabel = "HEX", description = "The whole message in hex.")
    private @Nullable String hex;

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description =
                    "A capture, pcap or pcapng, that has the message; of an answer also its request, if it is to count.")
    private @Nullable Path pcap;

    @Option(
            names = "--frame",
            paramLabel = "N",
            description =
                    "The packet of --pcap that completes the message; the first that completes a request if not given.")
    private int frame;

    @Option(names = "--down", paramLabel = "PEER", description = "A peer that counts as not connected; several times.")
    private List<String> down = List.of();

    @Option(names = "--json", description = "prints JSON as POST /v1/explain answers")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        OfflineAgent agent = Offline.agent(config, line.getErr());
        if (agent == null) {
            return ExitCodes.INVALID;
        }
        List<Asked> questions;
        try {
            questions = questions(line, agent);
        } catch (Question.UnclearException e) {
            throw new ParameterException(line, String.valueOf(e.getMessage()), e);
        } catch (MalformedInputException e) {
            line.getErr().println((pcap == null ? "--hex" : pcap.toString()) + ": " + e.getMessage());
            line.getErr().flush();
            return ExitCodes.INVALID;
        }
        agent.assumeDown(Offline.down(down, agent, line));
        List<Answer> answers = new ArrayList<>();
        for (Asked asked : questions) {
            answers.add(agent.explain(asked.inquiry()));
        }
        print(questions, answers, agent, line.getOut());
        return ExitCodes.OK;
    }

    private List<Asked> questions(CommandLine line, OfflineAgent agent)
            throws IOException, Question.UnclearException, MalformedInputException {
        if (hex == null && pcap == null) {
            Question question = Question.read(
                    fields, agent.table().dictionary(), agent.ownSide().listeners());
            return List.of(Asked.of(question, new byte[0]));
        }
        if (hex != null && pcap != null) {
            throw new ParameterException(line, "Give either --hex or --pcap");
        }
        if (!Way.FIELDS.containsAll(fields.keySet())) {
            throw new ParameterException(
                    line, "Beside --hex or --pcap there are only the fields " + String.join(", ", Way.FIELDS));
        }
        Way way = Way.read(fields, agent.ownSide().listeners());
        if (hex != null) {
            return List.of(Asked.ofHex(way, hex));
        }
        Path file = Objects.requireNonNull(pcap);
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(line, file + ": no such file");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Asked.ofCapture(way, in, frame, agent.ownSide());
        }
    }

    private void print(List<Asked> questions, List<Answer> answers, OfflineAgent agent, PrintWriter out) {
        AnswerText text = new AnswerText(agent.table().dictionary(), hex != null || pcap != null);
        JsonArray all = new JsonArray();
        for (int i = 0; i < answers.size(); i++) {
            if (json) {
                JsonObject one = new JsonObject();
                if (pcap != null) {
                    one.put("packet", questions.get(i).packet());
                }
                all.add(one.mergeIn(new JsonObject(text.fields(answers.get(i)))));
            } else {
                if (pcap != null) {
                    out.println(
                            (i > 0 ? "\n" : "") + "packet " + questions.get(i).packet());
                }
                text.lines(answers.get(i), agent.set().directory()).forEach(out::println);
            }
        }
        if (json) {
            out.println(
                    (pcap != null ? new JsonObject().put("explanations", all) : all.getJsonObject(0)).encodePrettily());
        }
        out.flush();
    }
}
