package io.keywell.boot;

import io.keywell.ingress.AdminDoorSettings;
import io.keywell.ingress.IngressSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Fewer reads for long bodies, measured: bench/RESULTS.md. And who is asked for a certificate, and how long they may take to shake hands. */
@Singleton
final class ServerTuning implements HttpServerOptionsCustomizer {

    private static final int RECEIVE_BUFFER = 32 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;

    private final boolean clientCertificate;
    private final long handshakeMillis;

    ServerTuning(AdminDoorSettings admin, IngressSettings ingress) {
        this.clientCertificate = admin.clientCertificate();
        this.handshakeMillis = ingress.headTimeout().toMillis();
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setReceiveBufferSize(RECEIVE_BUFFER);
        options.setMaxChunkSize(MAX_CHUNK);
    }

    /** Everybody is asked for a certificate, nobody needs one to be heard: which paths want it the routes know. */
    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
        options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS).setSslHandshakeTimeout(handshakeMillis);
        if (!clientCertificate) {
            return;
        }
        if (options.getTrustOptions() == null) {
            // Without it the machine's authorities would count, and those sign for the whole world.
            throw new ConfigurationException(
                    "keywell.admin.client-certificate: true; expected a trust store as well, for example quarkus.tls.trust-store.pem.certs");
        }
        options.setClientAuth(ClientAuth.REQUEST);
    }
}
