package io.realmgate.agent.behaviour;

import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A request in the making, an S6a Update-Location-Request unless told otherwise. */
final class Ask {
    static final int T = 0x10;
    static final int E = 0x20;
    static final int P = 0x40;
    static final int R = 0x80;

    private static final AtomicInteger IDENTIFIERS = new AtomicInteger(0x1000_0000);

    private final @Nullable String realm;
    private @Nullable String host;
    private @Nullable String session = "client.visited.example;1;2";
    private int flags = R | P;
    private int command = 316;
    private int application = RawMessages.S6A;
    private int hopByHop = IDENTIFIERS.incrementAndGet();
    private int endToEnd = Integer.reverse(hopByHop);
    private String origin = "client.visited.example";
    private final List<TestAvp> more = new ArrayList<>();

    private Ask(@Nullable String realm) {
        this.realm = realm;
    }

    static Ask realm(@Nullable String destinationRealm) {
        return new Ask(destinationRealm);
    }

    Ask host(String destinationHost) {
        host = destinationHost;
        return this;
    }

    Ask session(@Nullable String id) {
        session = id;
        return this;
    }

    Ask flags(int value) {
        flags = value;
        return this;
    }

    Ask command(int value) {
        command = value;
        return this;
    }

    Ask application(int value) {
        application = value;
        return this;
    }

    Ask hopByHop(int value) {
        hopByHop = value;
        return this;
    }

    Ask endToEnd(int value) {
        endToEnd = value;
        return this;
    }

    Ask from(String originHost) {
        origin = originHost;
        return this;
    }

    /** Adds AVPs behind the others. */
    Ask with(TestAvp... avps) {
        more.addAll(List.of(avps));
        return this;
    }

    Ask routeRecord(String... identities) {
        for (String identity : identities) {
            more.add(TestAvp.text(282, identity));
        }
        return this;
    }

    byte[] bytes() {
        List<TestAvp> avps = new ArrayList<>();
        if (session != null) {
            avps.add(TestAvp.text(263, session));
        }
        avps.add(TestAvp.text(264, origin));
        avps.add(TestAvp.text(296, RawMessages.realmOf(origin)));
        if (host != null) {
            avps.add(TestAvp.text(293, host));
        }
        if (realm != null) {
            avps.add(TestAvp.text(283, realm));
        }
        avps.addAll(more);
        return TestMessage.of(flags, command, application, hopByHop, endToEnd, avps);
    }

    RawMessage message() {
        return new RawMessage(bytes());
    }
}
