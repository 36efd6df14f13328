package io.realmgate.agent.transport;

import com.sun.nio.sctp.SctpChannel;
import java.io.IOException;
import java.util.Optional;

/** Whether this machine can speak SCTP. */
public final class SctpSupport {
    private SctpSupport() {}

    /**
     * Why SCTP cannot be used here, with what to do about it.
     *
     * @param reason as a clause: "the kernel has no SCTP"
     */
    public record Missing(String reason, String remedy) {}

    /**
     * Asks the kernel by opening a socket that is bound to nothing, which has the kernel load its module if it can. From
     * any thread; not for every message.
     *
     * @return empty when SCTP works
     */
    public static Optional<Missing> missing() {
        try {
            SctpChannel.open().close();
            return Optional.empty();
        } catch (UnsupportedOperationException | IOException e) {
            return Optional.of(explain(String.valueOf(e.getMessage())));
        } catch (LinkageError e) {
            return Optional.of(new Missing(
                    "this Java cannot use SCTP (" + e + ")",
                    "use a Java runtime that has the module jdk.sctp, on Linux"));
        }
    }

    /** The JDK says "Protocol not supported" of the kernel, and what the linker says of the library. */
    static Missing explain(String cause) {
        if (cause.contains("libsctp")) {
            return new Missing(
                    "the SCTP library is missing (" + cause + ")",
                    "install the package libsctp1, called lksctp-tools outside Debian");
        }
        return new Missing(
                "the kernel has no SCTP (" + cause + ")",
                "load its module with \"modprobe sctp\", or use a kernel that has it");
    }
}
