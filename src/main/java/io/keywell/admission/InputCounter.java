package io.keywell.admission;

import io.keywell.catalog.Model;
import io.keywell.core.Exchange;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Counts a request's prompt tokens as its model cuts text. */
public interface InputCounter {

    /**
     * By a short text's whole and by parts of a long one; takes about 0.1 ms, on the caller's event loop.
     *
     * @return -1 when nobody knows how the model cuts text, or the request cannot be told that way
     */
    long sample(Exchange exchange, Model model);

    /**
     * By all of it; takes its time, off the event loop. Null when nobody knows how the model cuts text; completed on the
     * caller's event loop, never exceptionally.
     */
    @Nullable
    CompletionStage<Long> count(Exchange exchange, Model model);
}
