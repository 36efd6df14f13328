package io.realmgate.agent.behaviour;

import io.netty.pkitesting.X509Bundle;
import io.realmgate.agent.testkit.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Files of {@code agent.tls}, and peers with the JDK's TLS. */
final class TlsFiles {
    private TlsFiles() {}

    static String entry(String name) {
        return "tls." + name + " { certificate = \"" + name + ".pem\", key = \"" + name + ".key\", trust = \"" + name
                + "-trust.pem\" }";
    }

    /** The files of one entry, for {@link TestConfig}. */
    static TestConfig put(TestConfig config, String name, X509Bundle own, TestAuthority trust) {
        return config.agent(entry(name))
                .file(name + ".pem", own.getCertificatePathPEM())
                .file(name + ".key", own.getPrivateKeyPEM())
                .file(name + "-trust.pem", trust.pem());
    }

    /** A listener for TLS by the entry {@code name}. */
    static String listener(String name) {
        return "{ transport = tls, host = \"127.0.0.1\", port = 0, tls = " + name + " }";
    }

    static void overwrite(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection whose handshake is over as far as we are concerned; the agent may still refuse us. */
    static RawConnection dial(int port, SSLContext context, String... versions) {
        try {
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            if (versions.length > 0) {
                socket.setEnabledProtocols(versions);
            }
            socket.startHandshake();
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port with TLS that the agent connects to. */
    static RawListener listen(SSLContext context, boolean wantsCertificate) {
        try {
            SSLServerSocket socket = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            socket.setNeedClientAuth(wantsCertificate);
            return RawListener.of(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
