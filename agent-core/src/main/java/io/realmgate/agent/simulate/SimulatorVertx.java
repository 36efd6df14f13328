package io.realmgate.agent.simulate;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** Makes the Vert.x that simulated nodes run on: small, and without a file cache, since nodes touch no files. */
public final class SimulatorVertx {
    private SimulatorVertx() {}

    /** A new one, with {@code loops} event loops; the caller closes it. */
    public static Vertx create(int loops) {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    }
}
