package io.realmgate.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import io.realmgate.agent.transport.IoLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private long clock = 1;
    private final IoLoop loop = new IoLoop(channel.eventLoop(), () -> clock);
    private final RefusalLog log = new RefusalLog(loop);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    @BeforeEach
    void listen() {
        channel.freezeTime();
        written.start();
        logger().setLevel(Level.WARN);
        logger().addAppender(written);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(written);
        logger().setLevel(null);
        channel.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RefusalLog.class);
    }

    private void seconds(int count) {
        clock += TimeUnit.SECONDS.toNanos(count);
        loop.tick();
        channel.advanceTimeBy(count, TimeUnit.SECONDS);
        channel.runPendingTasks();
    }

    private void refuse(String subject, String reason, int times) {
        for (int i = 0; i < times; i++) {
            if (log.isNews(subject, reason)) {
                log.say(subject + " " + reason);
            }
        }
    }

    private List<String> lines() {
        List<String> lines =
                written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        written.list.clear();
        return lines;
    }

    @Test
    void oneLineAtOnceAndThenOneWithTheirNumber() {
        refuse("a", "rate", 1000);
        refuse("a", "transit", 1);
        refuse("b", "rate", 3);
        assertThat(lines()).containsExactly("a rate", "a transit", "b rate");
        seconds(10);
        assertThat(lines()).containsExactlyInAnyOrder("a: 999 more in 10 s: rate", "b: 2 more in 10 s: rate");
        // What goes on is a number only; what was quiet is news again.
        refuse("a", "rate", 5);
        refuse("a", "transit", 1);
        seconds(10);
        assertThat(lines()).containsExactly("a transit", "a: 5 more in 10 s: rate");
        seconds(10);
        assertThat(lines()).isEmpty();
    }

    @Test
    void tenNewLinesASecondAndTheRestAsOneNumber() {
        for (int i = 0; i < 500; i++) {
            refuse("s" + i, "unknown_peer", 1);
        }
        assertThat(lines()).hasSize(10);
        seconds(1);
        refuse("t", "rate", 1);
        assertThat(lines()).containsExactly("t rate");
        seconds(9);
        assertThat(lines()).containsExactly("490 more refusals were not logged");
    }

    @Test
    void onlySoManyPairsAreRemembered() {
        for (int i = 0; i < RefusalLog.MOST_PAIRS + 200; i++) {
            refuse("s" + i, "rate", 2);
            if (i % RefusalLog.LINES_A_SECOND == 0) {
                clock += TimeUnit.SECONDS.toNanos(1);
                loop.tick();
            }
        }
        written.list.clear();
        seconds(10);
        List<String> lines = lines();
        assertThat(lines).hasSize(101);
        // Of each pair one line was written, of the others none; 100 summaries stand for one each.
        int left = RefusalLog.MOST_PAIRS - 100 + 2 * 200;
        assertThat(lines.get(100)).isEqualTo(left + " more refusals were not logged");
    }
}
