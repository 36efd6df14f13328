package io.realmgate.agent.discovery;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.realmgate.agent.config.AgentSettings.Discovery;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS by Netty's resolver, over UDP, and TCP for what is too long for it. Nothing is cached here: who asks keeps what it
 * learned for as long as that lives. Belongs to one event loop, on which its stages complete.
 */
final class NettyDns implements Dns, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NettyDns.class);

    /** More records of one kind than this no realm needs. */
    private static final int MOST_RECORDS = 256;

    private static final DnsRecordType NAPTR = DnsRecordType.NAPTR;

    private final DnsNameResolver resolver;

    NettyDns(EventLoop loop, Discovery settings) {
        boolean isEpoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop)
                .datagramChannelType(isEpoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .socketChannelType(isEpoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .queryTimeoutMillis(settings.timeout().toMillis())
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .searchDomains(List.of())
                .ndots(0);
        if (!settings.nameServers().isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(settings.nameServers()));
        }
        this.resolver = builder.build();
    }

    @Override
    public CompletionStage<Answer<Naptr>> naptr(String name) {
        return ask(name, NAPTR, Naptr::read);
    }

    @Override
    public CompletionStage<Answer<Srv>> srv(String name) {
        return ask(name, DnsRecordType.SRV, Srv::read);
    }

    @Override
    public CompletionStage<Answer<InetAddress>> addresses(String name) {
        return addresses(name, DnsRecordType.A)
                .thenCompose(found -> found.records().isEmpty()
                        ? addresses(name, DnsRecordType.AAAA)
                        : CompletableFuture.completedFuture(found));
    }

    private CompletionStage<Answer<InetAddress>> addresses(String name, DnsRecordType type) {
        return ask(name, type, NettyDns::address).thenApply(found -> {
            List<InetAddress> sorted = new ArrayList<>(found.records());
            sorted.sort(Comparator.comparing(InetAddress::getHostAddress));
            return new Answer<>(sorted, found.ttl());
        });
    }

    private static InetAddress address(ByteBuf data) {
        byte[] raw = new byte[data.readableBytes()];
        data.readBytes(raw);
        try {
            return InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private <T> CompletionStage<Answer<T>> ask(String name, DnsRecordType type, Function<ByteBuf, T> reader) {
        CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
        try {
            resolver.resolveAll(new DefaultDnsQuestion(name + ".", type))
                    .addListener((Future<List<DnsRecord>> done) -> complete(answer, done, reader));
        } catch (RuntimeException e) {
            // A name that DNS cannot have.
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private static <T> void complete(
            CompletableFuture<Answer<T>> answer, Future<List<DnsRecord>> done, Function<ByteBuf, T> reader) {
        Throwable cause = done.cause();
        if (cause == null) {
            answer.complete(read(done.getNow(), reader));
        } else if (isNothing(cause)) {
            answer.complete(new Answer<>(List.of(), 0));
        } else {
            answer.completeExceptionally(cause);
        }
    }

    private static <T> Answer<T> read(List<DnsRecord> records, Function<ByteBuf, T> reader) {
        List<T> values = new ArrayList<>();
        long ttl = Long.MAX_VALUE;
        for (DnsRecord one : records) {
            try {
                if (one instanceof ByteBufHolder raw && values.size() < MOST_RECORDS) {
                    values.add(reader.apply(raw.content()));
                    ttl = Math.min(ttl, one.timeToLive());
                }
            } catch (RuntimeException e) {
                LOG.warn(
                        "{}: a {} record cannot be read: {}",
                        one.name(),
                        one.type().name(),
                        e.toString());
            } finally {
                ReferenceCountUtil.release(one);
            }
        }
        return new Answer<>(values, ttl);
    }

    /** Whether a name server said that there is nothing; when it could not be asked, that is the cause of the failure. */
    private static boolean isNothing(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof UnknownHostException
                && (cause == null
                        || cause instanceof DnsErrorCauseException said
                                && DnsResponseCode.NXDOMAIN.equals(said.getCode()));
    }

    @Override
    public void close() {
        resolver.close();
    }
}
