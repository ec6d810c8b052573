package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Exchange;
import io.keywell.core.Operation;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.convert.Conversion;
import io.keywell.protocol.dialect.Protocols;
import io.keywell.upstream.Repairs.Repaired;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries a chat to a provider of another dialect: its request is written anew, its answer is made the caller's. */
final class ConvertedCarriage implements Carriage {

    private final Exchange exchange;
    private final Conversion conversion;
    private final ChatRequest chat;
    private final String path;
    private final Repaired body;

    ConvertedCarriage(Exchange exchange, Conversion conversion, ChatRequest chat, String path, Repaired body) {
        this.exchange = exchange;
        this.conversion = conversion;
        this.chat = chat;
        this.path = path;
        this.body = body;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String pathAndQuery() {
        return path;
    }

    @Override
    public void headers(MultiMap headers) {
        headers.set(HttpHeaders.CONTENT_TYPE, Wire.JSON);
        headers.set(HttpHeaders.USER_AGENT, Wire.AGENT);
    }

    @Override
    public Bytes body() {
        return body.bytes();
    }

    @Override
    public Gate gate(Attempt attempt, @Nullable String contentType) {
        Frame frame = new Frame(
                exchange.id().substring(exchange.id().indexOf('_') + 1),
                exchange.arrivalMillis() / 1_000,
                exchange.facts().usageAsked(),
                chat);
        if (!isStream(contentType)) {
            return new ConvertedJsonGate(
                    attempt, Protocols.find(conversion.to()), Operation.CHAT, body -> conversion.answer(body, frame));
        }
        ConvertedEvents events = new ConvertedEvents(
                Framers.of(contentType),
                conversion.stream(frame),
                Protocols.of(exchange.dialect()),
                exchange.id(),
                attempt.walk().need().input());
        return new StreamGate(attempt, WholeCalls.create(exchange, events));
    }

    @Override
    public String contentType(@Nullable String providers) {
        return isStream(providers) ? Framers.EVENTS : "application/json";
    }

    private boolean isStream(@Nullable String contentType) {
        return Framers.isStream(contentType, conversion.to(), exchange.stream());
    }

    @Override
    public List<String> lossy() {
        return body.dropped();
    }
}
