package io.realmgate.agent.behaviour;

import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.List;

/** An answer that redirects a request, in the making (RFC 6733 6.12 to 6.14, RFC 7075 3). */
final class RedirectAnswer {
    private final RawMessage request;
    private final String origin;
    private final int result;
    private final List<TestAvp> more = new ArrayList<>();
    private int flags = 0x20;

    private RedirectAnswer(RawMessage request, String origin, int result) {
        this.request = request;
        this.origin = origin;
        this.result = result;
    }

    /** 3006 of {@code origin} with these Redirect-Hosts. */
    static RedirectAnswer toHosts(RawMessage request, String origin, String... uris) {
        RedirectAnswer answer = new RedirectAnswer(request, origin, 3006);
        for (String uri : uris) {
            answer.more.add(TestAvp.text(292, uri));
        }
        return answer;
    }

    /** 3011 of {@code origin} with these Redirect-Realms. */
    static RedirectAnswer toRealms(RawMessage request, String origin, String... realms) {
        RedirectAnswer answer = new RedirectAnswer(request, origin, 3011);
        for (String realm : realms) {
            answer.more.add(TestAvp.text(620, realm));
        }
        return answer;
    }

    RedirectAnswer cached(int usage, int seconds) {
        more.add(TestAvp.u32(261, usage));
        more.add(TestAvp.u32(262, seconds));
        return this;
    }

    RedirectAnswer with(TestAvp avp) {
        more.add(avp);
        return this;
    }

    RedirectAnswer withoutError() {
        flags = 0;
        return this;
    }

    byte[] bytes() {
        List<TestAvp> avps = new ArrayList<>();
        request.all(263).forEach(session -> avps.add(TestAvp.of(263, session.data())));
        avps.add(TestAvp.u32(268, result));
        avps.add(TestAvp.text(264, origin));
        avps.add(TestAvp.text(296, RawMessages.realmOf(origin)));
        avps.addAll(more);
        return TestMessage.of(
                request.flags() & 0x40 | flags,
                request.command(),
                request.application(),
                request.hopByHop(),
                request.endToEnd(),
                avps);
    }
}
