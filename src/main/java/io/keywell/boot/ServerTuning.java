package io.keywell.boot;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Fewer reads for long bodies; measured, see bench/RESULTS.md. */
@Singleton
final class ServerTuning implements HttpServerOptionsCustomizer {

    private static final int RECEIVE_BUFFER = 32 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setReceiveBufferSize(RECEIVE_BUFFER);
        options.setMaxChunkSize(MAX_CHUNK);
    }
}
