package io.realmgate.agent.forward;

import io.realmgate.agent.codec.Chunk;
import io.realmgate.agent.peer.PeerConnection;
import io.realmgate.agent.transaction.PendingRequest;
import io.realmgate.agent.transport.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * Makes room when a few slow requests hold many chunks, each of them mostly answered: moves the bytes that still wait into
 * fresh chunks, so that the old ones are freed. Runs only at the bound and only when at least half of it comes free, so
 * its cost is a fraction of what was written since the last time. Confined to one loop.
 */
final class Compaction {
    private @Nullable Chunk target;

    /** Whether {@code connection} may keep one request more, after compaction if need be. */
    boolean makesRoom(PeerConnection connection) {
        Outbox outbox = connection.outbox();
        if (!outbox.isRetentionExhausted()) {
            return true;
        }
        if (connection.transactions().keptOctets() > outbox.retentionLimit() / 2) {
            return false;
        }
        connection.transactions().forEach(pending -> move(pending, outbox));
        if (target != null) {
            target.drop();
            target = null;
        }
        return !outbox.isRetentionExhausted();
    }

    private void move(PendingRequest<PeerConnection> pending, Outbox outbox) {
        if (pending.isOwn()) {
            // Nothing of it is kept.
            return;
        }
        Chunk to = target;
        if (to == null || to.bytes().writableBytes() < pending.length()) {
            if (to != null) {
                to.drop();
            }
            to = outbox.newChunk(pending.length());
            target = to;
        }
        int offset = to.bytes().writerIndex();
        to.bytes().writeBytes(pending.chunk().bytes(), pending.offset(), pending.length());
        pending.keep(to, offset, pending.length());
    }
}
