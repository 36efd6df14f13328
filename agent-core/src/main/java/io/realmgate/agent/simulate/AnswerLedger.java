package io.realmgate.agent.simulate;

/**
 * Remembers of the latest {@value #REMEMBERED} End-to-End Identifiers that a node gave away whether an answer came, so that
 * an answer that nobody waits for can be told from one that came twice (RFC 6733 section 3: the identifier is the originator's, and
 * no agent changes it). Identifiers are given in sequence. Confined to one loop.
 */
final class AnswerLedger {
    private static final int REMEMBERED = 1 << 16;
    private static final byte ASKED = 1;
    private static final byte ANSWERED = 2;

    private byte[] states = {};
    private int latest;

    /** A request with this identifier leaves. */
    void asked(int endToEnd) {
        if (states.length == 0) {
            states = new byte[REMEMBERED];
            latest = endToEnd - 1;
        }
        // Identifiers in between belong to messages of the base protocol; what stood there is forgotten.
        while (latest != endToEnd) {
            latest++;
            states[slot(latest)] = 0;
        }
        states[slot(endToEnd)] = ASKED;
    }

    /** The request got its answer. */
    void answered(int endToEnd) {
        if (remembers(endToEnd)) {
            states[slot(endToEnd)] = ANSWERED;
        }
    }

    /** Whether an answer to a request with this identifier has come already. */
    boolean wasAnswered(int endToEnd) {
        return remembers(endToEnd) && states[slot(endToEnd)] == ANSWERED;
    }

    private boolean remembers(int endToEnd) {
        int age = latest - endToEnd;
        return states.length > 0 && age >= 0 && age < REMEMBERED;
    }

    private static int slot(int endToEnd) {
        return endToEnd & REMEMBERED - 1;
    }
}
