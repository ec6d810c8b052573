package io.keywell.provider;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Failure;
import io.keywell.core.Observation;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Any vendor that speaks OpenAI's dialect; all that distinguishes them is the row. */
final class OpenAiCompatibleAdapter implements ProviderAdapter {

    private static final Endpoint RESPONSES = new Endpoint("/responses", Dialect.RESPONSES);

    private final VendorRow row;
    private final boolean responses;

    OpenAiCompatibleAdapter(VendorRow row) {
        this(row, false);
    }

    private OpenAiCompatibleAdapter(VendorRow row, boolean responses) {
        this.row = row;
        this.responses = responses;
    }

    /** For a vendor that takes OpenAI's responses too; others are asked for a chat completion in their place. */
    static ProviderAdapter withResponses(VendorRow row) {
        return new OpenAiCompatibleAdapter(row, true);
    }

    @Override
    public @Nullable Endpoint endpoint(Operation operation, Dialect caller, String upstreamModel, boolean stream) {
        if (responses && operation == Operation.CHAT && caller == Dialect.RESPONSES) {
            return RESPONSES;
        }
        String path = row.pathOf(operation);
        return path == null ? null : new Endpoint(path, Dialect.OPENAI);
    }

    @Override
    public List<ParameterRepair> quirks() {
        return row.quirks();
    }

    @Override
    public void authorize(@Nullable Secret secret, Outgoing request, BiConsumer<String, String> header) {
        if (secret != null) {
            header.accept("authorization", "Bearer " + secret.reveal());
        }
    }

    @Override
    public Failure classify(int status, HeaderView headers, Bytes body, long nowMillis) {
        return row.answers().classify(status, headers, body, nowMillis);
    }

    @Override
    public Failure classifyInside(Bytes errorJson, long nowMillis) {
        return row.answers().classifyInside(errorJson, nowMillis);
    }

    @Override
    public void observe(HeaderView headers, long nowMillis, Consumer<Observation> sink) {
        row.answers().observe(headers, nowMillis, sink);
    }
}
