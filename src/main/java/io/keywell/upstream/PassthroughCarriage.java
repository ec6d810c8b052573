package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Exchange;
import io.keywell.core.Exchange.Passthrough;
import io.keywell.protocol.dialect.Protocols;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries a call of which nothing is read. */
final class PassthroughCarriage implements Carriage {

    private final Exchange exchange;
    private final Passthrough own;

    PassthroughCarriage(Exchange exchange, Passthrough own) {
        this.exchange = exchange;
        this.own = own;
    }

    @Override
    public String method() {
        return own.method();
    }

    @Override
    public String pathAndQuery() {
        return own.pathAndQuery();
    }

    @Override
    public void headers(MultiMap headers) {
        for (Map.Entry<String, String> header : own.headers()) {
            headers.add(header.getKey(), header.getValue());
        }
    }

    @Override
    public Bytes body() {
        return exchange.body();
    }

    @Override
    public Gate gate(Attempt attempt, @Nullable String contentType) {
        return contentType != null && contentType.startsWith("application/json")
                ? new JsonGate(attempt, Protocols.of(Dialect.OPENAI))
                : new RawGate(attempt, true);
    }

    @Override
    public @Nullable String contentType(@Nullable String providers) {
        return providers;
    }

    @Override
    public List<String> lossy() {
        return List.of();
    }
}
