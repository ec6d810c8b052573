package io.keywell.ingress;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What this replica has taken on: calls and bytes of their bodies. Each is given back exactly once, by its owner. */
@Singleton
final class Load {

    /** Bodies below this are not counted one by one; the bound on calls covers them. */
    private static final long SMALL = 64 * 1024;

    private final int maxCalls;
    private final long maxBytes;
    private final long maxBody;
    private final long bodyNanos;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    @Inject
    Load(IngressSettings settings, BodySettings bodies) {
        this(
                settings.maxCalls(),
                settings.maxBuffered()
                        .map(size -> size.asLongValue())
                        .orElseGet(() -> Runtime.getRuntime().maxMemory() / 3),
                bodies.maxBody().asLongValue(),
                settings.bodyTimeout().toNanos());
    }

    Load(int maxCalls, long maxBytes, long maxBody, long bodyNanos) {
        this.bodyNanos = bodyNanos;
        this.maxCalls = maxCalls;
        this.maxBytes = maxBytes;
        this.maxBody = maxBody;
    }

    /** Bytes of the largest body that is taken in. */
    long maxBody() {
        return maxBody;
    }

    /** Nanoseconds in which a body must have come. */
    long bodyNanos() {
        return bodyNanos;
    }

    boolean tryBegin() {
        if (calls.incrementAndGet() > maxCalls) {
            calls.decrementAndGet();
            return false;
        }
        return true;
    }

    void end() {
        calls.decrementAndGet();
    }

    /** Room for so many more bytes of a body. */
    boolean tryHold(long more) {
        if (more <= SMALL) {
            return true;
        }
        if (bytes.addAndGet(more) > maxBytes) {
            bytes.addAndGet(-more);
            return false;
        }
        return true;
    }

    void drop(long held) {
        if (held > SMALL) {
            bytes.addAndGet(-held);
        }
    }

    int calls() {
        return calls.get();
    }
}
