package io.keywell.provider;

import io.keywell.core.Bytes;
import io.keywell.core.Failure;
import io.keywell.core.Observation;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the gateway must know of one vendor to call it: where, as whom, and what its answers mean. Stateless. */
public interface ProviderAdapter {

    /**
     * The path below the base URL, starting with a slash; empty for a pass-through, whose caller names the path; null when
     * the vendor does not offer the operation.
     */
    @Nullable
    String path(Operation operation);

    /** Adds the headers that carry the key. Header names are lower case. */
    void authorize(Secret secret, BiConsumer<String, String> header);

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
