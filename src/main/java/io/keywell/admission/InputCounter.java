package io.keywell.admission;

import io.keywell.catalog.Model;
import io.keywell.core.Exchange;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Counts a request's prompt tokens as its model cuts text. Takes its time, off the event loop. */
@FunctionalInterface
public interface InputCounter {

    /** Null when nobody knows how the model cuts text; completed on the caller's event loop, never exceptionally. */
    @Nullable
    CompletionStage<Long> count(Exchange exchange, Model model);
}
