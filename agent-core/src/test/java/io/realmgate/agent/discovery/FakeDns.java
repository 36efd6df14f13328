package io.realmgate.agent.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** DNS as a test says it is. */
final class FakeDns implements Dns {
    final List<String> asked = new ArrayList<>();
    boolean failing;
    private final Map<String, List<Naptr>> naptrs = new HashMap<>();
    private final Map<String, List<Srv>> srvs = new HashMap<>();
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private final Map<String, Long> ttls = new HashMap<>();

    FakeDns naptr(String name, int order, int preference, String flags, String service, String replacement) {
        naptrs.computeIfAbsent(name, n -> new ArrayList<>())
                .add(new Naptr(order, preference, flags, service, "", replacement));
        return this;
    }

    FakeDns srv(String name, int priority, int weight, int port, String target) {
        srvs.computeIfAbsent(name, n -> new ArrayList<>()).add(new Srv(priority, weight, port, target));
        return this;
    }

    FakeDns host(String name, String... texts) {
        List<InetAddress> all = new ArrayList<>();
        for (String text : texts) {
            try {
                all.add(InetAddress.getByName(text));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        addresses.put(name, all);
        return this;
    }

    FakeDns ttl(String name, long seconds) {
        ttls.put(name, seconds);
        return this;
    }

    void clear() {
        naptrs.clear();
        srvs.clear();
        addresses.clear();
    }

    private <T> CompletionStage<Answer<T>> answer(String kind, String name, Map<String, List<T>> from) {
        asked.add(kind + " " + name);
        return failing
                ? CompletableFuture.failedFuture(new IllegalStateException("no name server"))
                : CompletableFuture.completedFuture(
                        new Answer<>(from.getOrDefault(name, List.of()), ttls.getOrDefault(name, 1000L)));
    }

    @Override
    public CompletionStage<Answer<Naptr>> naptr(String name) {
        return answer("NAPTR", name, naptrs);
    }

    @Override
    public CompletionStage<Answer<Srv>> srv(String name) {
        return answer("SRV", name, srvs);
    }

    @Override
    public CompletionStage<Answer<InetAddress>> addresses(String name) {
        return answer("A", name, addresses);
    }
}
