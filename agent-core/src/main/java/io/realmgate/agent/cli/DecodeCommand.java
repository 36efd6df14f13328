package io.realmgate.agent.cli;

import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.DiameterMessage;
import io.realmgate.agent.decode.CaptureDecoder;
import io.realmgate.agent.decode.HexText;
import io.realmgate.agent.decode.MalformedInputException;
import io.realmgate.agent.decode.MessageCutter;
import io.realmgate.agent.decode.MessageText;
import io.realmgate.agent.decode.PcapReader;
import io.realmgate.routing.dictionary.Dictionary;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code decode}: messages in hex or in a capture file as readable text. */
@Command(
        name = "decode",
        mixinStandardHelpOptions = true,
        description = "Shows messages as readable text; exits with 1 when something is malformed.")
final class DecodeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "HEX",
            arity = "0..*",
            description = "Messages in hex; without this and without --file they are read from standard input.")
    private List<String> hex = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A file of hex text, or a capture, pcap or pcapng (TCP and SCTP).")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    private final MessageText messages = new MessageText(Dictionary.standard());
    private int shown;

    @Override
    public Integer call() throws IOException {
        CommandSpec self = Objects.requireNonNull(spec);
        PrintWriter out = self.commandLine().getOut();
        PrintWriter err = self.commandLine().getErr();
        if (file != null && !hex.isEmpty()) {
            throw new ParameterException(self.commandLine(), "Give either HEX or --file");
        }
        if (file != null && !Files.isRegularFile(file)) {
            throw new ParameterException(self.commandLine(), file + ": no such file");
        }
        try (InputStream in = input(file)) {
            decode(in, out);
        } catch (MalformedInputException e) {
            out.flush();
            err.println((file == null ? "" : file + ": ") + e.getMessage());
            return ExitCodes.INVALID;
        }
        out.flush();
        if (shown == 0) {
            err.println("no Diameter message found");
        } else if (messages.problems() > 0) {
            err.println(messages.problems() + " malformed AVPs, marked with !!");
        }
        return shown == 0 || messages.problems() > 0 ? ExitCodes.INVALID : ExitCodes.OK;
    }

    private InputStream input(@Nullable Path path) throws IOException {
        if (path != null) {
            return new BufferedInputStream(Files.newInputStream(path));
        }
        return hex.isEmpty()
                ? new BufferedInputStream(System.in)
                : new java.io.ByteArrayInputStream(String.join(" ", hex).getBytes(StandardCharsets.UTF_8));
    }

    private void decode(InputStream in, PrintWriter out) throws IOException, MalformedInputException {
        in.mark(4);
        byte[] first = in.readNBytes(4);
        in.reset();
        if (first.length == 4 && PcapReader.isCapture(ByteBuffer.wrap(first).getInt())) {
            CaptureDecoder.decode(in, (seen, message) -> {
                out.println((shown == 0 ? "" : "\n") + seen.text());
                show(message, out);
            });
        } else {
            byte[] octets = HexText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            MessageCutter.cut(Unpooled.wrappedBuffer(octets), message -> {
                if (shown > 0) {
                    out.println();
                }
                show(message, out);
            });
        }
    }

    private void show(DiameterMessage message, PrintWriter out) {
        shown++;
        out.print(messages.of(message));
    }
}
