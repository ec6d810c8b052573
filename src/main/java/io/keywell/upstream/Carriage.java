package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Upload;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one attempt carries its call to one endpoint and the answer back. Made for each attempt. */
interface Carriage {

    String method();

    /** Below the provider's base URL. */
    String pathAndQuery();

    /** Adds what the provider is to be told beside the body, but for the key. */
    void headers(MultiMap headers);

    /** Whether the caller's own word for a header counts, whatever the vendor's adapter would say. */
    default boolean tells(String header) {
        return false;
    }

    /** The body for the provider. */
    Bytes body();

    /** What is sent in the place of the body, as it comes; null for nothing. */
    default @Nullable Upload upload() {
        return null;
    }

    /**
     * What the answer must pass.
     *
     * @param contentType as the provider sent it
     */
    Gate gate(Attempt attempt, @Nullable String contentType);

    /** The media type of the caller's answer, made from the provider's. */
    @Nullable
    String contentType(@Nullable String providers);

    /** The caller's parameters that the body does not tell, by the caller's names. */
    List<String> lossy();
}
