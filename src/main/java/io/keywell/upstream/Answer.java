package io.keywell.upstream;

import io.keywell.core.Usage;
import io.keywell.routing.Candidate;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of a good answer, past the commit gate: from here on nothing falls back.
 *
 * @param status the provider's status, 2xx
 * @param contentType as the provider sent it
 * @param headers further headers that may reach the caller; none of them is about quota or identity
 * @param first everything that was held back at the gate; the whole body when {@code rest} is null
 * @param rest what follows, paused; null when the answer is complete
 * @param usage the usage of a complete answer; of a stream it comes with its end
 * @param lossy the caller's parameters that the provider was not told, by the caller's names
 */
public record Answer(
        Candidate servedBy,
        int status,
        @Nullable String contentType,
        List<Map.Entry<String, String>> headers,
        Buffer first,
        @Nullable AnswerStream rest,
        Usage usage,
        List<String> lossy) {}
