package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import org.jspecify.annotations.Nullable;

/** What a stream of events passes through, before and after its gate has opened. */
interface StreamTap extends Gate.Tap {

    /** What a caller is told in a stream that ends too early. */
    GatewayError BROKEN = GatewayError.of(Kind.UPSTREAM_FAILED, "The provider broke off its answer.");

    /** Whether something was generated; with it the gate opens. */
    boolean hasContent();

    /** The provider's error when it {@link #failed()} and said why. */
    @Nullable
    Bytes error();
}
