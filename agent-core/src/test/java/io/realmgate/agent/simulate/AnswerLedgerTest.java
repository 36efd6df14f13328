package io.realmgate.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerLedgerTest {
    private final AnswerLedger ledger = new AnswerLedger();

    @Test
    void anAnswerIsRememberedAcrossTheEndOfTheNumbers() {
        ledger.asked(-2);
        ledger.asked(1);
        ledger.answered(-2);
        assertThat(ledger.wasAnswered(-2)).isTrue();
        assertThat(ledger.wasAnswered(1)).isFalse();
    }

    @Test
    void whatWasNeverAskedWasNotAnswered() {
        assertThat(ledger.wasAnswered(7)).isFalse();
        ledger.asked(7);
        ledger.answered(8);
        ledger.answered(6);
        assertThat(ledger.wasAnswered(8)).isFalse();
    }

    @Test
    void oldRequestsAreForgottenAndNotMistakenForNewOnes() {
        ledger.asked(0);
        ledger.answered(0);
        ledger.asked(1 << 16);
        assertThat(ledger.wasAnswered(0)).isFalse();
        assertThat(ledger.wasAnswered(1 << 16)).isFalse();
    }
}
