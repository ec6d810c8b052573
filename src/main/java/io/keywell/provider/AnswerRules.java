package io.keywell.provider;

import io.keywell.core.Bytes;
import io.keywell.core.Dimension;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor's answers mean, whatever dialect they came in: adapters differ in where and as whom they call, and share
 * this.
 *
 * @param rules its own failure rules, then the family's; the last one matches everything
 * @param headers its rate headers
 */
record AnswerRules(List<FailureRule> rules, RateHeaders headers) {

    private static final HeaderView NO_HEADERS = name -> null;

    /** With these rules before the family's. */
    static AnswerRules of(List<FailureRule> own, RateHeaders headers) {
        List<FailureRule> all = new ArrayList<>(own);
        all.addAll(FamilyRules.CODES);
        all.addAll(FamilyRules.STATUSES);
        return new AnswerRules(List.copyOf(all), headers);
    }

    /** See {@link ProviderAdapter#classify}. */
    Failure classify(int status, HeaderView answerHeaders, Bytes body, long nowMillis) {
        return classify(status, answerHeaders, ErrorExtract.read(body), nowMillis);
    }

    /** See {@link ProviderAdapter#classifyInside}. */
    Failure classifyInside(Bytes errorJson, long nowMillis) {
        ErrorFacts facts = ErrorExtract.read(errorJson);
        return classify(FamilyRules.statusInside(facts), NO_HEADERS, facts, nowMillis);
    }

    /** See {@link ProviderAdapter#observe}. */
    void observe(HeaderView answerHeaders, long nowMillis, Consumer<Observation> sink) {
        headers.observe(answerHeaders, nowMillis, sink);
    }

    FailureRule rule(int status, ErrorFacts facts) {
        return rules.get(ruleAt(status, facts));
    }

    private int ruleAt(int status, ErrorFacts facts) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(status, facts)) {
                return i;
            }
        }
        throw new IllegalStateException("the last rule matches everything");
    }

    /** The same for a body that was read already. */
    Failure classify(int status, HeaderView answerHeaders, ErrorFacts facts, long nowMillis) {
        int at = ruleAt(status, facts);
        FailureRule rule = rules.get(at);
        Dimension dimension = dimension(rule, facts);
        // An empty window says nothing of how long an overload lasts.
        RateHeaders rates = namesLimit(rule.type()) ? headers : RateHeaders.NONE;
        long theirs = VendorTime.millis(answerHeaders, nowMillis);
        AnswerHints hints = AnswerHints.read(answerHeaders, facts, rates, dimension, theirs);
        Wait.Span span = rule.lasts().span(rule.type(), hints, nowMillis);
        boolean callers = rule.type().callersFault();
        return new Failure(
                span.type(),
                rule.scope(),
                dimension,
                span.untilMillis(),
                span.source(),
                facts.code(),
                callers ? clean(facts.message()) : null,
                callers ? clean(facts.param()) : null,
                namesLimit(rule.type()) ? LimitText.limit(facts) : 0,
                at >= rules.size() - FamilyRules.STATUSES.size());
    }

    private static @Nullable Dimension dimension(FailureRule rule, ErrorFacts facts) {
        if (rule.dimension() != null) {
            return rule.dimension();
        }
        return namesLimit(rule.type()) ? LimitText.dimension(facts) : null;
    }

    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : Redaction.clean(text);
    }

    private static boolean namesLimit(FailureClass type) {
        return switch (type) {
            case RATE_SHORT, RATE_LONG, TOO_BIG_FOR_POOL -> true;
            default -> false;
        };
    }
}
