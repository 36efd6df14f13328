package io.realmgate.agent.behaviour;

import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.agent.testkit.TestMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Messages that peers of the tests send. */
final class RawMessages {
    static final int S6A = 16777251;
    static final int RELAY = 0xffffffff;

    private RawMessages() {}

    static String realmOf(String identity) {
        return identity.substring(identity.indexOf('.') + 1);
    }

    /** The AVPs of a CER or CEA (RFC 6733 5.3.1). */
    static List<TestAvp> capabilities(String identity, int... applications) {
        List<TestAvp> avps = new ArrayList<>(List.of(
                TestAvp.text(264, identity),
                TestAvp.text(296, realmOf(identity)),
                TestAvp.of(257, new byte[] {0, 1, 127, 0, 0, 1}),
                TestAvp.u32(266, 0),
                TestAvp.raw(269, 0, 0, (byte) 'r', (byte) 'a', (byte) 'w')));
        Arrays.stream(applications).forEach(a -> avps.add(TestAvp.u32(258, a)));
        return avps;
    }

    static byte[] cer(String identity, int... applications) {
        return cer(capabilities(identity, applications));
    }

    static byte[] cer(List<TestAvp> avps) {
        return TestMessage.of(0x80, 257, 0, 0x00c0ffee, 0x0ce70ce7, avps);
    }

    static byte[] cea(RawMessage cer, String identity, int... applications) {
        List<TestAvp> avps = new ArrayList<>(List.of(TestAvp.u32(268, 2001)));
        avps.addAll(capabilities(identity, applications));
        return TestMessage.of(0, 257, 0, cer.hopByHop(), cer.endToEnd(), avps);
    }

    static byte[] dpr(String identity, int cause) {
        return TestMessage.of(
                0x80,
                282,
                0,
                0x0d0d0d0d,
                0x0d0e0d0e,
                List.of(TestAvp.text(264, identity), TestAvp.text(296, realmOf(identity)), TestAvp.u32(273, cause)));
    }

    static byte[] dwr(String identity, int originStateId) {
        return TestMessage.of(
                0x80,
                280,
                0,
                0x0d0f0d0f,
                0x0d0f0d10,
                List.of(
                        TestAvp.text(264, identity),
                        TestAvp.text(296, realmOf(identity)),
                        TestAvp.u32(278, originStateId)));
    }

    /** A success as a server gives it: Session-Id first, Proxy-Info copied (RFC 6733 6.2). */
    static byte[] success(RawMessage request, String originHost) {
        return answer(request, 0, 2001, originHost);
    }

    /** @param extraFlags for example 0x20 for the E bit */
    static byte[] answer(RawMessage request, int extraFlags, int resultCode, String originHost) {
        List<TestAvp> avps = new ArrayList<>();
        request.all(263).forEach(session -> avps.add(TestAvp.of(263, session.data())));
        avps.add(TestAvp.u32(268, resultCode));
        avps.add(TestAvp.text(264, originHost));
        avps.add(TestAvp.text(296, realmOf(originHost)));
        request.all(284).forEach(info -> avps.add(TestAvp.of(284, info.data())));
        return TestMessage.of(
                request.flags() & 0x40 | extraFlags,
                request.command(),
                request.application(),
                request.hopByHop(),
                request.endToEnd(),
                avps);
    }
}
