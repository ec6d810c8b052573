package io.keywell.upstream;

import io.keywell.core.Clock;
import io.keywell.quota.Decision;
import io.keywell.quota.Notes;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.routing.Candidate;
import io.keywell.routing.Plan;
import io.keywell.upstream.Step.Ended;
import io.keywell.waiting.RoomSettings;
import io.keywell.waiting.RoomSnapshot;
import io.keywell.waiting.RoomView;
import io.keywell.waiting.Timers;
import io.keywell.waiting.WaitingRoom;
import io.keywell.waiting.WaitingSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Where a walk gets its turn: at once when a candidate is free, else through the waiting room. */
@Singleton
public class Turnstile implements RoomView {

    /** Of one consumer and model; beyond it refused callers are told the last promised time again. */
    private static final int MAX_PROMISES = 4_096;

    private final WaitingRoom<Turn> room;
    private final Present present;

    public Turnstile(Present present, Clock clock, Timers timers, WaitingSettings settings, Notes notes) {
        this.present = present;
        this.room = new WaitingRoom<>(
                clock,
                timers,
                new RoomSettings(
                        settings.maxQueued(),
                        settings.maxQueuedPerConsumer(),
                        MAX_PROMISES,
                        settings.promiseGrace().toMillis()),
                notes,
                new FairLeases(present::model, present::account));
        present.onFreed(room::capacityChanged);
    }

    /** For metrics and operators. */
    @Override
    public RoomSnapshot waiting() {
        return room.snapshot();
    }

    /** Refuses all who wait and all who come: the gateway stops. */
    public void close() {
        room.close();
    }

    /** Gives the walk a turn, or fails with {@link Ended} when there is none before its deadline. */
    public Uni<Walk> turn(Walk walk) {
        return Uni.createFrom().emitter(emitter -> new InLine(walk, this, emitter).enter(room));
    }

    /** A turn that is free now, from one provider or, with null, from any; null when there is none. */
    @Nullable
    Turn now(Walk walk, @Nullable String provider) {
        present.follow(walk);
        Take take = new Take(walk);
        Plan.Draw draw = walk.plan().draw(present, provider, take::from);
        walk.nextChance(draw.earliestMillis(), take.asking);
        Candidate candidate = draw.candidate();
        QuotaAccount account = take.account;
        Permit permit = take.permit;
        return candidate == null || account == null || permit == null ? null : new Turn(candidate, account, permit);
    }

    /** Another turn with the same candidate, now; null when it has none. */
    @Nullable
    Turn again(Walk walk, Turn turn) {
        Take take = new Take(walk);
        QuotaAccount account = take.from(turn.candidate()) == 0 ? take.account : null;
        Permit permit = take.permit;
        return account == null || permit == null ? null : new Turn(turn.candidate(), account, permit);
    }

    /** A turn that was not used. */
    void giveBack(Turn turn) {
        turn.permit().release();
        present.leave(turn.candidate());
    }

    Present present() {
        return present;
    }

    /** Takes a candidate's permit and remembers it. */
    private final class Take {
        private final Walk walk;
        private @Nullable QuotaAccount account;
        private @Nullable Permit permit;
        private boolean asking;

        Take(Walk walk) {
            this.walk = walk;
        }

        long from(Candidate candidate) {
            if (!walk.ability().suits(candidate.pool())) {
                return Long.MAX_VALUE;
            }
            long cooling = present.enter(candidate);
            if (cooling != 0) {
                return cooling;
            }
            QuotaAccount asked = present.account(candidate.rule());
            Decision decision = asked.tryAcquire(walk.need());
            if (decision instanceof Decision.Denied denied) {
                present.leave(candidate);
                asking |= denied.reason() == Decision.Reason.ASKING;
                return denied.retryAtMillis();
            }
            account = asked;
            permit = (Permit) decision;
            return 0;
        }
    }
}
