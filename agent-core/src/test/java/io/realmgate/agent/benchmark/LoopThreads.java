package io.realmgate.agent.benchmark;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs benchmarks on threads of the kind that event loops have: on others Netty's recyclers make a new object each time. JMH makes
 * one of it when {@code jmh.executor.class} names it.
 */
public final class LoopThreads extends ThreadPoolExecutor {
    private static final List<Thread> THREADS = new CopyOnWriteArrayList<>();

    /** The arguments are those that JMH gives. */
    public LoopThreads(int threads, String name) {
        super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Remembering(name));
    }

    /** What JMH is to be started with to use these threads. */
    static List<String> jvmArgs() {
        return List.of("-Djmh.executor=CUSTOM", "-Djmh.executor.class=" + LoopThreads.class.getName());
    }

    /** The threads that run benchmarks in this JVM. */
    static List<Thread> threads() {
        return THREADS;
    }

    private static final class Remembering extends DefaultThreadFactory {
        Remembering(String name) {
            super(name, true);
        }

        @Override
        protected Thread newThread(Runnable task, String name) {
            Thread thread = super.newThread(task, name);
            THREADS.add(thread);
            return thread;
        }
    }
}
