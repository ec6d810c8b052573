package io.keywell.provider;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Failure;
import io.keywell.core.Observation;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the gateway must know of one vendor to call it: where, as whom, and what its answers mean. Stateless. */
public interface ProviderAdapter {

    /**
     * The adapter for a provider with these options, by the names that the vendor's row declares; itself when it needs none.
     * Called for each use, so it must be cheap.
     */
    default ProviderAdapter with(Map<String, String> options) {
        return this;
    }

    /**
     * Where the vendor takes a call, in the caller's dialect if it speaks that, else in its own; null when it does not offer
     * the operation. For a pass-through, whose caller names the path, the path is empty.
     *
     * @param caller the dialect in which the call came
     */
    @Nullable
    Endpoint endpoint(Operation operation, Dialect caller, String upstreamModel, boolean stream);

    /** What the vendor wants changed in every body of its dialect, whatever the model; mostly nothing. */
    default List<ParameterRepair> quirks() {
        return List.of();
    }

    /**
     * Adds the headers that carry the key, and those that the vendor asks of every request. Header names are lower case.
     *
     * @param secret the key, or the short-lived token that it was exchanged for; null for a vendor without keys
     */
    void authorize(@Nullable Secret secret, Outgoing request, BiConsumer<String, String> header);

    /**
     * How the key is exchanged for a short-lived token before a call, null when it is sent as it is. Costs cryptography:
     * asked once for each token.
     *
     * @throws IllegalArgumentException the key is none that can be exchanged; the message holds nothing of it
     */
    default @Nullable TokenRequest tokenRequest(Secret secret, long nowMillis) {
        return null;
    }

    /**
     * Classifies a bad answer.
     *
     * @param body the answer's body, at most its first 64 KiB; any bytes, perhaps empty or HTML
     * @param nowMillis the time against which relative hints are read
     */
    Failure classify(int status, HeaderView headers, Bytes body, long nowMillis);

    /** Classifies an error that came inside a 200: a body or one stream event's data that has an error. */
    Failure classifyInside(Bytes errorJson, long nowMillis);

    /** Reads limits, remaining and reset from the headers of any answer. Must be cheap: it runs for every good answer. */
    void observe(HeaderView headers, long nowMillis, Consumer<Observation> sink);
}
