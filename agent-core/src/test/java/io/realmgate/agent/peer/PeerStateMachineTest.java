package io.realmgate.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.realmgate.agent.conformance.Conforms;
import io.realmgate.agent.testkit.TestAvp;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the table of RFC 6733 5.6 leaves open: elections by name, peers that come anew, waits that end. */
class PeerStateMachineTest {
    private static final String OURS = "mmm.transit.example";
    private static final String PEER = "zzz.home.example";
    private static final Duration A_MOMENT = Duration.ofMillis(200);

    private final PeerBench bench = new PeerBench(OURS, PEER);

    private static String stateOf(PeerBench bench) {
        return bench.peer.machine().state().getClass().getSimpleName();
    }

    private String state() {
        return stateOf(bench);
    }

    // Election (5.6.4) --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "mmm.transit.example, aaa.home.example, true",
        "mmm.transit.example, AAA.home.example, true",
        "MMM.transit.example, aaa.home.example, true",
        "mmm.transit.example, zzz.home.example, false",
        // As octets 'Z' comes before 'm' and 'M' before 'a'; without case it does not.
        "mmm.transit.example, ZZZ.home.example, false",
        "MMM.transit.example, aab.home.example, true",
        "mmm.transit.example, mmm.transit.example.org, false",
        "mmm.transit.example, mm.transit.example, true",
        "mmm-1.example, mmm.example, false"
    })
    @Conforms({"6733:5.6.4/election", "6733:5.6.4/case"})
    void theHigherIdentityKeepsWhatItAccepted(String ours, String theirs, boolean won) {
        for (boolean cerFirst : new boolean[] {true, false}) {
            PeerBench one = new PeerBench(ours, theirs);
            one.connector.start();
            BenchConnection r = cerFirst ? one.connCer() : null;
            BenchConnection i = one.ack();
            r = r == null ? one.connCer() : r;
            assertThat(stateOf(one)).isEqualTo(won ? "ROpen" : "WaitReturns");
            assertThat(i.isOpen()).isEqualTo(!won);
            if (!won) {
                i.receive(one.cea(2001));
                assertThat(stateOf(one)).isEqualTo("IOpen");
                assertThat(r.seen()).containsExactly("Disc");
            } else {
                assertThat(r.seen()).containsExactly("Snd-CEA");
            }
        }
    }

    /** RFC 6733 7.1.4: the other side says with its CEA that it has lost, so its connection is the one that stays. */
    @Test
    void aCeaThatRefusesUsLeavesThePeersConnection() {
        bench.connector.start();
        BenchConnection i = bench.ack();
        BenchConnection r = bench.connCer();
        assertThat(state()).isEqualTo("WaitReturns");
        i.receive(bench.cea(4003));
        assertThat(state()).isEqualTo("ROpen");
        assertThat(r.seen()).containsExactly("Snd-CEA");
        assertThat(i.isOpen()).isFalse();
    }

    @Test
    void anAckThatComesAfterWeGaveUpIsNoConnection() {
        bench.connector.start();
        bench.pass(PeerBench.HANDSHAKE.multipliedBy(2));
        assertThat(state()).isEqualTo("Closed");
        BenchConnection late = bench.ack();
        assertThat(late.seen()).containsExactly("Disc");
        assertThat(state()).isEqualTo("Closed");
        bench.connCer();
        assertThat(state()).isEqualTo("ROpen");
    }

    // A newcomer while the old connection looks open --------------------------------------------------------------

    @Test
    void aNewcomerWaitsForTheProofAndIsRefusedWhenItComes() {
        BenchConnection old = bench.connCer();
        old.seen();
        BenchConnection newcomer = bench.connCer();
        assertThat(old.seen()).containsExactly("Snd-DWR");
        assertThat(newcomer.seen()).isEmpty();
        bench.pass(PeerBench.HANDSHAKE.dividedBy(2).minus(A_MOMENT));
        old.receive(bench.message(0, 280));
        assertThat(newcomer.seen()).containsExactly("Disc");
        bench.pass(PeerBench.HANDSHAKE);
        assertThat(state()).isEqualTo("ROpen");
        assertThat(old.isOpen()).isTrue();
        assertThat(bench.handled).isEmpty();
    }

    @Test
    void aNewcomerTakesOverFromOneThatIsDead() {
        BenchConnection old = bench.connCer();
        BenchConnection newcomer = bench.connCer();
        bench.pass(PeerBench.HANDSHAKE.dividedBy(2).plus(A_MOMENT));
        assertThat(old.isOpen()).isFalse();
        // It failed, so the newcomer owes a DWA before it is used as before (RFC 3539 REOPEN).
        assertThat(newcomer.seen()).containsExactly("Snd-CEA", "Snd-DWR");
        assertThat(state()).isEqualTo("ROpen");
        assertThat(bench.peer.connection()).isSameAs(newcomer.connection);
        assertThat(Objects.requireNonNull(newcomer.connection).isOpen()).isTrue();
        assertThat(bench.handled).as("its requests fail over").containsExactly("lost R");
    }

    @Test
    void aNewcomerTakesOverFromOurOwnConnectionToo() {
        bench.connector.start();
        BenchConnection i = bench.ack();
        i.receive(bench.cea(2001));
        BenchConnection newcomer = bench.connCer();
        bench.pass(PeerBench.HANDSHAKE.dividedBy(2).plus(A_MOMENT));
        assertThat(state()).isEqualTo("ROpen");
        assertThat(i.isOpen()).isFalse();
        bench.pass(PeerBench.TC.multipliedBy(2));
        assertThat(bench.dials()).isOne();
        newcomer.hangUp();
        bench.pass(PeerBench.TC.multipliedBy(2));
        assertThat(bench.dials()).isEqualTo(2);
    }

    @Test
    void onlyOneNewcomerWaits() {
        bench.connCer();
        BenchConnection first = bench.connCer();
        BenchConnection second = bench.connCer();
        assertThat(second.seen()).containsExactly("Disc");
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void aNewcomerThatHangsUpIsForgotten() {
        BenchConnection old = bench.connCer();
        bench.connCer().hangUp();
        BenchConnection again = bench.connCer();
        assertThat(again.isOpen()).isTrue();
        old.hangUp();
        assertThat(again.seen()).contains("Snd-CEA");
    }

    @Test
    void aNewcomerThatSpeaksBeforeItsCeaIsClosed() {
        bench.connCer();
        BenchConnection newcomer = bench.connCer();
        newcomer.receive(bench.message(0xc0, 316));
        assertThat(newcomer.seen()).containsExactly("Disc");
        assertThat(bench.handled).isEmpty();
    }

    /** The peer said good-bye and comes again, perhaps on another loop, before we have seen the old connection end. */
    @Test
    void aNewcomerWaitsForAConnectionThatIsClosing() {
        BenchConnection old = bench.connCer();
        old.receive(bench.message(0x80, 282));
        BenchConnection newcomer = bench.connCer();
        assertThat(old.seen()).containsExactly("Snd-CEA", "Snd-DPA");
        assertThat(newcomer.seen()).isEmpty();
        old.hangUp();
        assertThat(newcomer.seen()).containsExactly("Snd-CEA");
        assertThat(state()).isEqualTo("ROpen");
    }

    @Test
    void nobodyWaitsForEver() {
        BenchConnection old = bench.connCer();
        BenchConnection silent = bench.connect();
        old.receive(bench.message(0x80, 282));
        BenchConnection newcomer = bench.connCer();
        bench.pass(PeerBench.HANDSHAKE.plus(A_MOMENT));
        assertThat(silent.seen()).containsExactly("Disc");
        assertThat(old.isOpen()).as("it asked to disconnect and did not").isFalse();
        assertThat(newcomer.seen()).containsExactly("Snd-CEA");
    }

    // Retirement --------------------------------------------------------------------------------------------------

    @Test
    void aPeerThatWasReplacedBetweenItsLookUpAndItsTurnIsLookedUpAgain() {
        bench.peer.machine().retire();
        // Its table still has it, as another thread's has for an instant.
        assertThat(bench.peer.machine().retireIfClosed()).isTrue();
        BenchConnection r = bench.connect();
        bench.replacePeer();
        r.receive(bench.cer());
        assertThat(state()).isEqualTo("Closed");
        assertThat(r.seen()).containsExactly("Snd-CEA");
        assertThat(Objects.requireNonNull(bench.table().get(PEER)).connection()).isSameAs(r.connection);
    }

    @Test
    void whatWaitsForAPeerThatIsReplacedIsClosed() {
        bench.connector.start();
        BenchConnection r = bench.connCer();
        assertThat(state()).isEqualTo("WaitConnAckElect");
        bench.replacePeer();
        bench.settle();
        assertThat(r.seen()).containsExactly("Disc");
    }

    @Test
    void aPeerIsForgottenOnlyWhileNothingIsUnderWay() {
        BenchConnection r = bench.connCer();
        assertThat(bench.peer.machine().retireIfClosed()).isFalse();
        r.hangUp();
        assertThat(bench.peer.machine().retireIfClosed()).isTrue();
    }

    // Origin-State-Id (8.16) --------------------------------------------------------------------------------------

    @Test
    @Conforms("6733:8.16/origin-state-id")
    void ourOwnIsTheSameInEveryMessageThatHasOne() {
        bench.connector.start();
        BenchConnection i = bench.ack();
        i.receive(bench.cea(2001));
        i.receive(bench.message(0x80, 280));
        assertThat(i.stateIds()).containsExactly(PeerBench.OUR_STATE_ID, PeerBench.OUR_STATE_ID);
        BenchConnection newcomer = bench.connCer();
        assertThat(i.stateIds()).as("DWR").containsExactly(PeerBench.OUR_STATE_ID);
        i.hangUp();
        assertThat(newcomer.stateIds()).as("CEA").contains(PeerBench.OUR_STATE_ID);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatRestartsBehindItsConnectionHasLostOurRequests(boolean dwr) {
        BenchConnection r = bench.connect();
        r.receive(bench.cer(stateId(100)));
        r.receive(bench.message(dwr ? 0x80 : 0, 280, stateId(100)));
        assertThat(bench.handled).isEmpty();
        r.receive(bench.message(dwr ? 0x80 : 0, 280, stateId(101)));
        assertThat(bench.handled).containsExactly("restarted");
        assertThat(bench.peer.restarts()).isOne();
        assertThat(bench.peer.lastEvent()).isEqualTo("has restarted");
        r.receive(bench.message(0x80, 280, stateId(101)));
        r.receive(bench.message(0x80, 280, stateId(99)));
        r.receive(bench.message(0x80, 280));
        r.receive(bench.message(0x80, 280, stateId(101)));
        assertThat(bench.peer.restarts()).as("lower ones and none mean nothing").isOne();
        assertThat(bench.peer.originStateId()).isEqualTo(101);
        r.receive(bench.cer(stateId(0xfffffff0)));
        assertThat(bench.peer.restarts()).as("a CER again, and unsigned").isEqualTo(2);
        assertThat(state()).isEqualTo("ROpen");
    }

    @Test
    void aPeerThatComesBackWithAHigherOneHasRestarted() {
        BenchConnection first = bench.connect();
        first.receive(bench.cer(stateId(100)));
        first.hangUp();
        BenchConnection second = bench.connect();
        second.receive(bench.cer(stateId(100)));
        assertThat(bench.peer.restarts()).isZero();
        second.hangUp();
        bench.connector.start();
        bench.ack().receive(bench.cea(2001, stateId(102)));
        assertThat(bench.peer.restarts()).isOne();
        assertThat(bench.handled).containsExactly("lost R", "lost R");
    }

    @Test
    void whatIsKnownOfAPeerOutlivesAChangeOfItsEntry() {
        bench.connect().receive(bench.cer(stateId(100)));
        bench.peer.command(AdminState.DRAIN, Duration.ofSeconds(10));
        bench.replacePeer();
        Peer changed = Objects.requireNonNull(bench.table().get(PEER));
        assertThat(changed).isNotSameAs(bench.peer);
        assertThat(changed.originStateId()).isEqualTo(100);
        assertThat(changed.adminState()).isEqualTo(AdminState.DRAIN);
    }

    private static TestAvp stateId(int value) {
        return TestAvp.u32(278, value);
    }

    // Out of service ----------------------------------------------------------------------------------------------

    @Test
    void aDrainedPeerIsSentAwayWhenNothingIsPending() {
        BenchConnection r = bench.connCer();
        PeerConnection connection = Objects.requireNonNull(r.connection);
        var pending = Objects.requireNonNull(connection.transactions().open(bench.clock() + 1_000_000_000L));
        r.receive(bench.message(0xc0, 316));
        r.seen();
        bench.peer.command(AdminState.DRAIN, Duration.ofSeconds(10));
        assertThat(connection.isOpen()).as("no new requests").isFalse();
        assertThat(connection.canAnswer()).isTrue();
        bench.pass(Duration.ofSeconds(1));
        connection
                .transactions()
                .recycle(Objects.requireNonNull(connection.transactions().take(pending.hopByHop())));
        bench.pass(Duration.ofSeconds(1));
        assertThat(r.seen()).as("it waits for an answer of ours").isEmpty();
        connection.answered();
        bench.pass(Duration.ofSeconds(1));
        assertThat(r.seen()).containsExactly("Snd-DPR");
        r.receive(bench.message(0, 282));
        assertThat(state()).isEqualTo("Closed");
    }

    @Test
    void theGraceTimeBoundsADrain() {
        BenchConnection r = bench.connCer();
        r.receive(bench.message(0xc0, 316));
        r.seen();
        bench.peer.command(AdminState.DRAIN, Duration.ofSeconds(10));
        bench.pass(Duration.ofSeconds(9));
        assertThat(r.seen()).isEmpty();
        bench.pass(Duration.ofSeconds(2));
        assertThat(r.seen()).containsExactly("Snd-DPR");
        r.receive(bench.message(0, 282));
        assertThat(r.isOpen()).as("its request is still being answered").isTrue();
        Objects.requireNonNull(r.connection).answered();
        bench.pass(A_MOMENT);
        assertThat(r.isOpen()).isFalse();
    }

    @Test
    void aDrainMayBeTakenBack() {
        BenchConnection r = bench.connCer();
        r.receive(bench.message(0xc0, 316));
        bench.peer.command(AdminState.DRAIN, Duration.ofSeconds(10));
        bench.peer.command(AdminState.READY, Duration.ofSeconds(10));
        bench.pass(Duration.ofMinutes(1));
        assertThat(r.seen()).containsExactly("Snd-CEA");
        assertThat(Objects.requireNonNull(r.connection).isOpen()).isTrue();
    }

    @Test
    void aDrainedPeerThatComesByItselfIsLetInAndGetsNoRequests() {
        bench.peer.command(AdminState.DRAIN, Duration.ofSeconds(10));
        BenchConnection r = bench.connCer();
        assertThat(r.seen()).containsExactly("Snd-CEA");
        PeerConnection connection = Objects.requireNonNull(r.connection);
        assertThat(connection.state()).isEqualTo(ConnectionState.DRAINING);
        bench.pass(Duration.ofMinutes(1));
        assertThat(r.isOpen()).isTrue();
        bench.peer.command(AdminState.READY, Duration.ofSeconds(10));
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void aDisabledPeerIsRefusedAndWhoWaitsIsSentAway() {
        bench.connector.start();
        BenchConnection waiting = bench.connCer();
        bench.peer.command(AdminState.DISABLED, Duration.ofSeconds(10));
        bench.connector.onAdminState();
        assertThat(waiting.seen()).containsExactly("Disc");
        assertThat(bench.connCer().seen()).containsExactly("Snd-CEA", "Disc");
        assertThat(bench.peer.connection()).isNull();
    }
}
