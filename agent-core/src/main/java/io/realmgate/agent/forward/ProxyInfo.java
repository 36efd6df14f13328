package io.realmgate.agent.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.agent.codec.AsciiNames;
import io.realmgate.agent.codec.AvpCodes;
import io.realmgate.agent.codec.AvpCursor;
import io.realmgate.agent.codec.DiameterMessage;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Our own Proxy-Info (RFC 6733 6.1.9, 6.7.2): Proxy-Host is us, Proxy-State carries the asker's hop-by-hop identifier
 * under a keyed digest, so that nobody else can make or change one. Others' are never touched.
 *
 * <p>Confined to one loop. All loops of a process share the key, which lives as long as the process: a pending request
 * does not outlive it either.
 */
final class ProxyInfo {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int DIGEST = 16;
    private static final int STATE = 8 + DIGEST;

    private final byte[] host;
    private final Mac mac;
    private final byte[] input = new byte[8];
    private final byte[] full = new byte[32];
    private final byte[] claimed = new byte[DIGEST];
    private final byte[] expected = new byte[DIGEST];
    private final ByteBuf inputView = Unpooled.wrappedBuffer(input);
    private final AvpCursor cursor = new AvpCursor();
    private final AvpCursor inner = new AvpCursor();
    private int foundAt;
    private int foundLength;
    private boolean valid;

    /** @param key at least 16 random octets, used for nothing else */
    ProxyInfo(byte[] host, byte[] key) {
        this.host = host.clone();
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Appends the AVP for a request with these identifiers, padded. */
    void write(ByteBuf out, int hopByHop, int endToEnd) {
        int padded = host.length + 3 & ~3;
        out.writeInt(AvpCodes.PROXY_INFO);
        out.writeInt(AvpCursor.FLAG_MANDATORY << 24 | 8 + 8 + padded + 8 + STATE);
        out.writeInt(AvpCodes.PROXY_HOST);
        out.writeInt(AvpCursor.FLAG_MANDATORY << 24 | 8 + host.length);
        out.writeBytes(host);
        out.writeZero(padded - host.length);
        out.writeInt(AvpCodes.PROXY_STATE);
        out.writeInt(AvpCursor.FLAG_MANDATORY << 24 | 8 + STATE);
        out.writeInt(hopByHop);
        out.writeInt(endToEnd);
        digest(hopByHop, endToEnd);
        out.writeBytes(full, 0, DIGEST);
    }

    /**
     * Looks for ours in an answer; {@link #isValid()} tells whether it is as we sent it, {@link #cut} takes it off.
     *
     * @param hopByHop the identifier that the asker gave the request
     */
    boolean find(DiameterMessage answer, int hopByHop) {
        foundAt = -1;
        valid = false;
        cursor.over(answer);
        while (!valid && cursor.next()) {
            if (cursor.is(AvpCodes.PROXY_INFO) && isOurs()) {
                foundAt = cursor.start();
                foundLength = cursor.length() + 3 & ~3;
                valid = hasState(hopByHop, answer.endToEnd());
            }
        }
        return foundAt >= 0;
    }

    /**
     * The answer without the one found.
     *
     * @param scratch where it is written
     * @param view shows it there
     */
    DiameterMessage cut(DiameterMessage answer, ByteBuf scratch, DiameterMessage view) {
        int length = answer.length() - foundLength;
        int before = foundAt - answer.start();
        scratch.clear();
        scratch.writeBytes(answer.bytes(), answer.start(), before);
        scratch.writeBytes(answer.bytes(), foundAt + foundLength, length - before);
        scratch.setMedium(1, length);
        return view.wrap(scratch, 0, length);
    }

    /** Whether the one found is as we sent it. */
    boolean isValid() {
        return valid;
    }

    private boolean isOurs() {
        inner.inside(cursor);
        while (inner.next()) {
            if (inner.is(AvpCodes.PROXY_HOST)) {
                return AsciiNames.equalsIgnoreCase(inner.bytes(), inner.dataStart(), inner.dataLength(), host);
            }
        }
        return false;
    }

    private boolean hasState(int hopByHop, int endToEnd) {
        inner.inside(cursor);
        while (inner.next()) {
            if (inner.is(AvpCodes.PROXY_STATE) && inner.dataLength() == STATE) {
                inner.bytes().getBytes(inner.dataStart() + 8, claimed);
                digest(hopByHop, endToEnd);
                System.arraycopy(full, 0, expected, 0, DIGEST);
                return inner.bytes().getInt(inner.dataStart()) == hopByHop && MessageDigest.isEqual(claimed, expected);
            }
        }
        return false;
    }

    private void digest(int hopByHop, int endToEnd) {
        inputView.setInt(0, hopByHop).setInt(4, endToEnd);
        mac.update(input);
        try {
            mac.doFinal(full, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the digest fits by construction", e);
        }
    }
}
