package io.keywell.flow;

import io.keywell.admission.Admission;
import io.keywell.admission.Admitted;
import io.keywell.admission.Admitted.Decided;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.core.Exchange;
import io.keywell.upstream.Answer;
import io.keywell.upstream.Failover;
import io.keywell.upstream.Step;
import io.keywell.upstream.Turnstile;
import io.keywell.upstream.Walk;
import io.keywell.upstream.Walks;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** The life of a request, in the order in which it happens. Start reading here. */
@Singleton
public class Flow {

    private final CatalogRef catalog;
    private final Admission admission;
    private final Walks walks;
    private final Turnstile turnstile;
    private final Failover failover;
    private final CallEnd end;

    public Flow(
            CatalogRef catalog, Admission admission, Walks walks, Turnstile turnstile, Failover failover, CallEnd end) {
        this.catalog = catalog;
        this.admission = admission;
        this.walks = walks;
        this.turnstile = turnstile;
        this.failover = failover;
        this.end = end;
    }

    /** Serves one request. Never fails: what goes wrong is a {@link Reply.Refused}. */
    public Uni<Reply> serve(Exchange exchange) {
        Catalog now = catalog.current();
        Admitted admitted = admission.admit(exchange, now);
        return admitted instanceof Admitted.Asking asking
                ? decided(asking).flatMap(last -> serve(exchange, now, last))
                : serve(exchange, now, (Decided) admitted);
    }

    /** The last word, on the call's own event loop. */
    private static Uni<Decided> decided(Admitted.Asking asking) {
        Context loop = Vertx.currentContext();
        Uni<Decided> last = Uni.createFrom().completionStage(asking.answer());
        return loop == null ? last : last.emitOn(task -> loop.runOnContext(on -> task.run()));
    }

    private Uni<Reply> serve(Exchange exchange, Catalog now, Decided decided) {
        if (decided instanceof Admitted.Refused refused) {
            return Uni.createFrom().item(end.refused(exchange, refused));
        }
        Call call = end.begin(exchange, (Admitted.Allowed) decided);
        Walk walk = walks.begin(
                exchange,
                now,
                call.admitted().consumer(),
                call.admitted().model(),
                call.admitted().need());
        if (walk.endsHere()) {
            return end.counted(call, walk).onFailure().recoverWithItem(failure -> end.failed(call, walk, failure));
        }
        return answer(walk)
                .map(answer -> end.answered(call, walk, answer))
                .onFailure(failure -> countsItself(walk, failure))
                .recoverWithUni(() -> end.counted(call, walk))
                .onFailure()
                .recoverWithItem(failure -> end.failed(call, walk, failure));
    }

    /** Waits for a turn, walks the plan, and stands in line again when the walk found everything taken. */
    private Uni<Answer> answer(Walk walk) {
        return turnstile
                .turn(walk)
                .flatMap(failover::answer)
                .onFailure(Step.NothingFree.class)
                .recoverWithUni(() -> answer(walk));
    }

    /** A number of tokens is told by the gateway when no provider that could tell it is able to now. */
    private static boolean countsItself(Walk walk, Throwable failure) {
        return walk.onlyCounts()
                && failure instanceof Step.Ended ended
                && switch (ended.error().kind()) {
                    case KEYS_EXHAUSTED, UPSTREAM_FAILED, UPSTREAM_TIMEOUT -> true;
                    default -> false;
                };
    }
}
