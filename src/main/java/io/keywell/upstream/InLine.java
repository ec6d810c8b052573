package io.keywell.upstream;

import io.keywell.upstream.Step.Ended;
import io.keywell.waiting.Place;
import io.keywell.waiting.Refusal;
import io.keywell.waiting.Taking;
import io.keywell.waiting.Visitor;
import io.keywell.waiting.WaitingRoom;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** A walk in the waiting room. It is told its end on the event loop on which it came. */
final class InLine implements Visitor<Turn> {

    private final Walk walk;
    private final Turnstile turnstile;
    private final UniEmitter<? super Walk> emitter;
    private final @Nullable Context context = Vertx.currentContext();
    private @Nullable Place place;

    InLine(Walk walk, Turnstile turnstile, UniEmitter<? super Walk> emitter) {
        this.walk = walk;
        this.turnstile = turnstile;
        this.emitter = emitter;
    }

    void enter(WaitingRoom<Turn> room) {
        if (walk.exchange().cancellation().isCancelled()) {
            // It left while its limits were asked for, or between two turns: it must not stand here as a ghost.
            emitter.fail(new Ended(WalkErrors.callerLeft()));
            return;
        }
        // Listened to first: a visitor that is admitted at once hands the cancellation on to its attempt.
        walk.exchange().cancellation().onCancel(this::leave);
        place = room.enter(this);
    }

    private void leave() {
        if (place != null && place.leave()) {
            emitter.fail(new Ended(WalkErrors.callerLeft()));
        }
    }

    @Override
    public String consumer() {
        return walk.visit().consumer();
    }

    @Override
    public int weight() {
        return walk.visit().priority();
    }

    @Override
    public String line() {
        return walk.plan().model().name();
    }

    @Override
    public long deadlineMillis() {
        return walk.visit().untilMillis();
    }

    @Override
    public long fingerprint() {
        return walk.exchange().body().fingerprint();
    }

    @Override
    public Taking<Turn> tryTake() {
        Turn turn = turnstile.now(walk, null);
        return turn == null ? new Taking.Dry<>(walk.nextChance(), walk.isAsking()) : new Taking.Taken<>(turn);
    }

    @Override
    public long grantable(long untilMillis, long enough) {
        return Forecast.grantable(turnstile.present(), walk, untilMillis, enough);
    }

    @Override
    public void admitted(Turn turn, long waitedMillis) {
        onOwnLoop(() -> {
            walk.giveTurn(turn, waitedMillis);
            emitter.complete(walk);
        });
    }

    @Override
    public void refused(Refusal refusal) {
        onOwnLoop(() -> emitter.fail(new Ended(WalkErrors.refused(walk, refusal))));
    }

    private void onOwnLoop(Runnable end) {
        if (context == null || context == Vertx.currentContext()) {
            end.run();
        } else {
            context.runOnContext(ignored -> end.run());
        }
    }
}
