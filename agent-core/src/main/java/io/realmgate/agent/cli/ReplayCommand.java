package io.realmgate.agent.cli;

import io.realmgate.agent.OfflineAgent;
import io.realmgate.agent.decode.CaptureMessages;
import io.realmgate.agent.decode.MalformedInputException;
import io.realmgate.agent.decode.MessageText;
import io.realmgate.routing.dictionary.Dictionary;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code replay}: what another set of files would do otherwise with recorded requests; connects to nobody. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Asks two sets of files about the requests of a capture and lists each that is decided otherwise. All"
                        + " peers count as connected but those of --down. Exits with 0 when nothing changes, with 3 when"
                        + " something does.")
final class ReplayCommand implements Callable<Integer> {
    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            required = true,
            description = "A capture, pcap or pcapng; what we sent ourselves in it is passed over.")
    private Path pcap = Path.of("");

    @Option(
            names = "--before",
            paramLabel = "DIR",
            required = true,
            description = "Where agent.conf of the one set lies.")
    private Path before = Path.of("");

    @Option(names = "--after", paramLabel = "DIR", required = true, description = "Where that of the other set lies.")
    private Path after = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "PEER",
            description = "Who sent requests whose connection has no CER in the capture; else it is their Origin-Host.")
    private @Nullable String from;

    @Option(names = "--down", paramLabel = "PEER", description = "A peer that counts as not connected; several times.")
    private List<String> down = List.of();

    @Option(
            names = "--show-messages",
            description = "Shows each changed request in full, with whatever it says of subscribers.")
    private boolean showMessages;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (!Files.isRegularFile(pcap)) {
            throw new ParameterException(line, pcap + ": no such file");
        }
        OfflineAgent old = Offline.agent(new ConfigOption(before.resolve("agent.conf")), line.getErr());
        OfflineAgent next = Offline.agent(new ConfigOption(after.resolve("agent.conf")), line.getErr());
        if (old == null || next == null) {
            return ExitCodes.INVALID;
        }
        for (OfflineAgent agent : List.of(old, next)) {
            agent.assumeDown(Offline.down(down, List.of(old, next), line));
        }
        PrintWriter out = line.getOut();
        Replay replay = new Replay(old, next, from);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(pcap))) {
            CaptureMessages.read(
                    in,
                    request -> replay.ask(request)
                            .ifPresent(change ->
                                    print(change, request, next.table().dictionary(), out)));
        } catch (MalformedInputException e) {
            out.flush();
            line.getErr().println(pcap + ": " + e.getMessage());
            line.getErr().flush();
            return ExitCodes.INVALID;
        }
        out.println(replay.asked() + " requests, " + replay.changed() + " decided otherwise");
        if (replay.passedOver() > 0) {
            out.println(replay.passedOver() + " passed over: we sent them, or nobody knows who did");
        }
        out.flush();
        return replay.changed() == 0 ? ExitCodes.OK : ExitCodes.CHANGES;
    }

    private void print(Replay.Change change, CaptureMessages.Captured request, Dictionary dictionary, PrintWriter out) {
        out.println(
                "packet " + request.seen().packet() + "  from " + change.from() + "  " + change.summary(dictionary));
        out.println("  before: " + change.before());
        out.println("  after:  " + change.after());
        if (showMessages) {
            new MessageText(dictionary).of(request.message()).lines().forEach(one -> out.println("    " + one));
        }
    }
}
