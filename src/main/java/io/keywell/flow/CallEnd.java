package io.keywell.flow;

import io.keywell.admission.Admitted;
import io.keywell.admission.InputEstimates;
import io.keywell.admission.OutputEstimates;
import io.keywell.catalog.Model;
import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Clock;
import io.keywell.core.Exchange;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Level;
import io.keywell.core.Trace;
import io.keywell.core.Usage;
import io.keywell.flow.Reply.Served;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.routing.Candidate;
import io.keywell.settlement.Settlement;
import io.keywell.upstream.Answer;
import io.keywell.upstream.AnswerStream;
import io.keywell.upstream.Step;
import io.keywell.upstream.Walk;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns every end of a call into its reply and its one record. */
@Singleton
public class CallEnd {

    private static final Logger LOG = Logger.getLogger(CallEnd.class);

    private final Settlement settlement;
    private final InputEstimates inputs;
    private final OutputEstimates outputs;
    private final TokenCounts counts;
    private final Clock clock;

    public CallEnd(
            Settlement settlement, InputEstimates inputs, OutputEstimates outputs, TokenCounts counts, Clock clock) {
        this.settlement = settlement;
        this.inputs = inputs;
        this.outputs = outputs;
        this.counts = counts;
        this.clock = clock;
    }

    Call begin(Exchange exchange, Admitted.Allowed admitted) {
        return new Call(exchange, admitted);
    }

    Reply refused(Exchange exchange, Admitted.Refused refused) {
        RecordOf record = new RecordOf(exchange, refused.consumer(), refused.model(), clock.nanoTime());
        end(exchange, record.refused(refused.error().kind()), null, false);
        return new Reply.Refused(refused.error(), 0, 0, allowance(refused.account()));
    }

    Reply answered(Call call, Walk walk, Answer answer) {
        long committed = clock.nanoTime();
        AnswerStream rest = answer.rest();
        // A stream's own attempt is noted at its end, which may have been already.
        int attempts = walk.attempts().size() + (rest == null || rest.isOver() ? 0 : 1);
        if (rest == null) {
            end(call, walk, answer, Outcome.OK, answer.usage(), committed);
        } else {
            rest.onClosed((outcome, usage) -> end(call, walk, answer, outcome, usage, committed));
        }
        Candidate by = answer.servedBy();
        Model model = call.admitted().model();
        return new Reply.Answered(
                new Served(by.provider(), by.target().upstreamModel(), by.key().name(), attempts, walk.waitedMillis()),
                answer.status(),
                answer.contentType(),
                answer.headers(),
                answer.first(),
                rest,
                answer.lossy(),
                allowance(call.admitted().account()),
                model.state(clock) == Model.State.DEPRECATED ? model.lifecycle() : null);
    }

    /** The caller asked for a number that no provider tells; this is the gateway's own. */
    Uni<Reply> counted(Call call, Walk walk) {
        Exchange exchange = call.exchange();
        Model model = call.admitted().model();
        return counts.of(exchange, model).map(tokens -> {
            if (call.end()) {
                CallRecord record = record(call, walk).ended(null, Outcome.OK, null, Usage.NONE, 0);
                end(call.exchange(), record, call.admitted().permit(), true);
            }
            return new Reply.Counted(
                    model.name(), tokens, allowance(call.admitted().account()));
        });
    }

    Reply failed(Call call, Walk walk, Throwable failure) {
        GatewayError error = error(failure);
        if (call.end()) {
            Outcome outcome = outcome(call, error);
            CallRecord record = record(call, walk).ended(null, outcome, error.kind(), Usage.NONE, 0);
            end(call.exchange(), record, call.admitted().permit(), walk.sentNanos() != 0);
        }
        return new Reply.Refused(
                error,
                walk.attempts().size(),
                walk.waitedMillis(),
                allowance(call.admitted().account()));
    }

    private static GatewayError error(Throwable failure) {
        if (failure instanceof Step.Ended ended) {
            return ended.error();
        }
        LOG.error("A call failed in an unforeseen way", failure);
        return GatewayError.of(Kind.UPSTREAM_FAILED, "The gateway failed to serve the request.");
    }

    private static Outcome outcome(Call call, GatewayError error) {
        if (call.exchange().cancellation().isCancelled()) {
            return Outcome.CANCELLED;
        }
        return switch (error.kind()) {
            case UPSTREAM_FAILED, UPSTREAM_TIMEOUT -> Outcome.FAILED;
            default -> Outcome.REFUSED;
        };
    }

    private void end(Call call, Walk walk, Answer answer, Outcome outcome, Usage usage, long committed) {
        if (call.end()) {
            Model model = call.admitted().model();
            if (outcome == Outcome.OK && !usage.estimated()) {
                learn(call.exchange(), model, usage);
            }
            CallRecord record = record(call, walk).ended(answer.servedBy(), outcome, null, usage, committed);
            end(call.exchange(), record, call.admitted().permit(), true);
        }
    }

    private void end(Exchange exchange, CallRecord record, @Nullable Permit permit, boolean reachedProvider) {
        settlement.end(record, permit, reachedProvider);
        Trace trace = exchange.trace();
        if (trace != null) {
            trace.ended(record);
        }
    }

    private void learn(Exchange exchange, Model model, Usage usage) {
        inputs.learn(model, exchange.facts().inputTokens(), usage.input());
        if (usage.output() > 0) {
            outputs.learn(model, usage.output());
        }
    }

    private RecordOf record(Call call, Walk walk) {
        Admitted.Allowed admitted = call.admitted();
        return new RecordOf(call.exchange(), admitted.consumer(), admitted.model(), clock.nanoTime()).along(walk);
    }

    private static List<Level> allowance(@Nullable QuotaAccount account) {
        return account == null ? List.of() : account.levels();
    }
}
