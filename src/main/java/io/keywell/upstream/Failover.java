package io.keywell.upstream;

import io.keywell.upstream.Step.AnotherKey;
import io.keywell.upstream.Step.AnotherProvider;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;

/**
 * Takes a walk to the head of its answer. The first candidate is asked plainly; only when it failed do the annotations
 * come in and step the walk to its next key and its next provider, because their interceptors cost what a whole request
 * costs elsewhere. They guard the head alone: once the commit gate has opened, the walk has succeeded and nothing falls
 * back any more. The ceiling of attempts, the deadline and which candidate comes next are the walk's business; a step
 * never waits.
 */
@ApplicationScoped
public class Failover {

    private static final int UNBOUNDED = -1;

    private final Attempts attempts;
    private final Failover guarded;

    /**
     * @param guarded this bean behind its interceptors
     */
    @Inject
    public Failover(Attempts attempts, Failover guarded) {
        this.attempts = attempts;
        this.guarded = guarded;
    }

    /** Asks the walk's candidates one after the other until one answers. Fails with a {@link Step}. */
    public Uni<Answer> answer(Walk walk) {
        return attempts.next(walk).onFailure(AnotherKey.class).recoverWithUni(() -> guarded.anotherKey(walk));
    }

    /** Goes from key to key of the walk's provider, then on to the others. */
    @Retry(maxRetries = UNBOUNDED, maxDuration = 0, delay = 0, jitter = 0, retryOn = AnotherKey.class)
    @Fallback(fallbackMethod = "anotherProvider", applyOn = AnotherProvider.class)
    public Uni<Answer> anotherKey(Walk walk) {
        return attempts.next(walk);
    }

    /** Leaves the walk's provider for the next one that has something free. */
    Uni<Answer> anotherProvider(Walk walk) {
        walk.leaveProvider();
        return guarded.anotherKey(walk);
    }
}
