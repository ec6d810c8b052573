package io.keywell.upstream;

import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.upstream.Step.AnotherKey;
import io.keywell.upstream.Step.AnotherProvider;
import io.keywell.upstream.Step.Ended;
import io.keywell.upstream.Step.NothingFree;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** One step of a walk: draw a candidate, ask it, tell its target's guard, say where to go when it fails. */
@Singleton
public class Attempts {

    private final Turnstile turnstile;
    private final TargetGuards guards;
    private final ProviderClient client;
    private final UpstreamSettings settings;

    public Attempts(Turnstile turnstile, TargetGuards guards, ProviderClient client, UpstreamSettings settings) {
        this.turnstile = turnstile;
        this.guards = guards;
        this.client = client;
        this.settings = settings;
    }

    /** Asks the next candidate. Fails with the {@link Step} to take. */
    Uni<Answer> next(Walk walk) {
        Turn turn = turn(walk);
        if (turn == null) {
            return Uni.createFrom().failure(nothingDrawn(walk));
        }
        return client.ask(walk, turn)
                .onItem()
                .invoke(answer -> guards.answered(turn.candidate().target()))
                .onFailure()
                .transform(failure -> step(walk, turn, failure));
    }

    private @Nullable Turn turn(Walk walk) {
        Turn inHand = walk.takeTurn();
        if (inHand != null) {
            return inHand;
        }
        Turn drawn = turnstile.now(walk, walk.provider());
        if (drawn == null && walk.provider() == null && walk.plan().secondChance()) {
            drawn = turnstile.now(walk, null);
        }
        return drawn;
    }

    private Step nothingDrawn(Walk walk) {
        if (walk.provider() != null) {
            return new AnotherProvider();
        }
        return walk.nextChance() == Long.MAX_VALUE ? new Ended(WalkErrors.nothingLeft(walk)) : new NothingFree();
    }

    private Step step(Walk walk, Turn turn, Throwable thrown) {
        if (thrown instanceof AttemptFailed.Abandoned) {
            walk.answered(turn.candidate(), null);
            return new Ended(WalkErrors.callerLeft());
        }
        Failure failure = failure(turn, thrown);
        count(turn, failure.type());
        if (thrown instanceof AttemptFailed.Repairable && walk.mayRepair(settings.maxAttempts())) {
            walk.repairing(turn.candidate(), failure);
            Turn again = turnstile.again(walk, turn);
            if (again != null) {
                walk.giveTurn(again, 0);
            }
            return new AnotherKey();
        }
        walk.failed(turn.candidate(), failure);
        GatewayError end = end(walk, failure);
        return end == null ? new AnotherKey() : new Ended(end);
    }

    /** Only what is the target's own doing speaks against it. */
    private void count(Turn turn, FailureClass type) {
        switch (type) {
            case FAULT, TIMEOUT, OVERLOAD -> guards.broke(turn.candidate().target());
            default -> guards.answered(turn.candidate().target());
        }
    }

    private Failure failure(Turn turn, Throwable thrown) {
        if (thrown instanceof AttemptFailed attempt) {
            return attempt.failure();
        }
        // A bug or a full connection pool: the permit must not leak with it. Ending twice is harmless.
        turnstile.giveBack(turn);
        return Failure.of(FailureClass.FAULT);
    }

    private @Nullable GatewayError end(Walk walk, Failure failure) {
        boolean own = walk.exchange().operation() == Operation.PASSTHROUGH;
        if (!walk.replayable() && !failure.type().callersFault()) {
            return WalkErrors.uploadGone(walk);
        }
        boolean over = failure.type().callersFault() && !walk.ability().looksFurther(failure)
                || own && failure.type() == FailureClass.MODEL_MISSING
                || !walk.plan().mayMove()
                || walk.attempts().size() >= settings.maxAttempts()
                || walk.exchange().cancellation().isCancelled();
        return over ? WalkErrors.of(walk, failure) : null;
    }
}
