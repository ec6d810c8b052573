package io.keywell.upstream;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.Model;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.Exchange;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Operation;
import io.keywell.core.Trace;
import io.keywell.core.Upload;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.routing.Candidate;
import io.keywell.routing.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request's way along its plan: what it was promised, what it has tried. Used by one event loop at a time; the only
 * mutable thing that the stages of a request share.
 */
public final class Walk {

    private final Exchange exchange;
    private final Ability ability;
    private final Plan plan;
    private final Need need;
    private final Visit visit;
    private final List<AttemptRecord> attempts = new ArrayList<>(2);

    private Catalog catalog;
    private @Nullable Turn turn;
    private @Nullable String provider;
    private @Nullable Failure lastFailure;
    private long nextChanceMillis = Long.MAX_VALUE;
    private boolean asking;
    private long waitedMillis;
    private long waitedBeforeSendingMillis;
    private long sentNanos;
    private boolean repaired;

    /**
     * @param ability which targets can serve it
     * @param catalog the one that the plan is of
     * @param need what it takes of a pool
     */
    Walk(Exchange exchange, Ability ability, Catalog catalog, Plan plan, Need need, Visit visit) {
        this.exchange = exchange;
        this.ability = ability;
        this.catalog = catalog;
        this.plan = plan;
        this.need = need;
        this.visit = visit;
    }

    public Exchange exchange() {
        return exchange;
    }

    public List<AttemptRecord> attempts() {
        return attempts;
    }

    public long waitedMillis() {
        return waitedMillis;
    }

    /** The part of {@link #waitedMillis()} that lay before the first attempt; failed ones may lead back to the line. */
    public long waitedBeforeSendingMillis() {
        return waitedBeforeSendingMillis;
    }

    /** When the first attempt was sent, on the monotonic clock; 0 = never. */
    public long sentNanos() {
        return sentNanos;
    }

    /** The last failure's class, null when nothing failed. */
    public @Nullable FailureClass lastFailure() {
        return lastFailure == null ? null : lastFailure.type();
    }

    Ability ability() {
        return ability;
    }

    /** Whether only a number of tokens is asked, and no provider counts them: then the gateway answers itself. */
    public boolean endsHere() {
        return onlyCounts() && !possible();
    }

    /** Whether only a number of tokens is asked. */
    public boolean onlyCounts() {
        return exchange.operation() == Operation.COUNT_TOKENS;
    }

    /** Whether there is a target that can serve it and that the caller lets it go to. */
    public boolean possible() {
        return plan.model().targets().stream().anyMatch(plan::allows);
    }

    Plan plan() {
        return plan;
    }

    Need need() {
        return need;
    }

    Visit visit() {
        return visit;
    }

    Catalog catalog() {
        return catalog;
    }

    /**
     * Goes on with another catalog.
     *
     * @param model as it is there; null when it is gone, and then the walk keeps what it has
     */
    void follow(Catalog next, @Nullable Model model) {
        catalog = next;
        if (model != null) {
            plan.follow(model);
        }
    }

    /** Gives the walk the turn that it got; the next attempt uses it. */
    void giveTurn(Turn got, long waited) {
        turn = got;
        waitedMillis += waited;
    }

    /** The turn in hand, which the caller now owns; null when there is none. */
    @Nullable
    Turn takeTurn() {
        Turn taken = turn;
        turn = null;
        return taken;
    }

    /** The provider that the walk stays with while it has keys; null = any. */
    @Nullable
    String provider() {
        return provider;
    }

    void leaveProvider() {
        provider = null;
    }

    /** When the last draw that found nothing may find something, epoch milliseconds; {@link Long#MAX_VALUE} = never. */
    long nextChance() {
        return nextChanceMillis;
    }

    /** Whether that draw found a pool whose counters are being asked this moment. */
    boolean isAsking() {
        return asking;
    }

    void nextChance(long millis, boolean beingAsked) {
        nextChanceMillis = millis;
        asking = beingAsked;
    }

    void sending(Candidate candidate, long nowNanos) {
        provider = candidate.provider();
        Trace trace = exchange.trace();
        if (trace != null) {
            trace.trying();
        }
        if (sentNanos == 0) {
            sentNanos = nowNanos;
            waitedBeforeSendingMillis = waitedMillis;
        }
    }

    /**
     * @param broke what went wrong after the commit; null for nothing, also when the caller did not wait for the answer
     */
    void answered(Candidate candidate, @Nullable FailureClass broke) {
        note(candidate, broke);
    }

    /** Whether another candidate can be asked: not when a part of the upload is gone. */
    boolean replayable() {
        Upload upload = exchange.upload();
        return upload == null || upload.replayable();
    }

    /** Whether a request that was refused for a parameter may be sent again without it: once. */
    boolean mayRepair(int maxAttempts) {
        return !repaired
                && attempts.size() + 1 < maxAttempts
                && !exchange.cancellation().isCancelled();
    }

    /** Notes the refusal; the candidate may be drawn again. */
    void repairing(Candidate candidate, Failure failure) {
        repaired = true;
        note(candidate, failure.type());
        lastFailure = failure;
    }

    /** Notes the failure and decides whether the candidate may be drawn again. */
    void failed(Candidate candidate, Failure failure) {
        note(candidate, failure.type());
        lastFailure = failure;
        switch (failure.type()) {
            // The pool rests under its cool-down; after that it is as good as any.
            case RATE_SHORT, RATE_LONG -> {}
            case FAULT, TIMEOUT, OVERLOAD -> plan.setAside(candidate);
            default -> plan.spend(candidate);
        }
    }

    @Nullable
    Failure failure() {
        return lastFailure;
    }

    private void note(Candidate candidate, @Nullable FailureClass failure) {
        String pool = candidate.pool().name();
        String key = candidate.key().name();
        attempts.add(new AttemptRecord(candidate.provider(), pool, key, failure));
        Trace trace = exchange.trace();
        if (trace != null) {
            trace.tried(candidate.provider(), candidate.target().upstreamModel(), pool, key, failure);
        }
    }
}
