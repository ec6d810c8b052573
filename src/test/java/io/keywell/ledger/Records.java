package io.keywell.ledger;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Cost;
import io.keywell.core.Dialect;
import io.keywell.core.FailureClass;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records for tests. */
public final class Records {

    /** 2026-03-01T12:00:00Z. */
    public static final long NOON = 1_772_366_400_000L;

    private static final Cost PRICE = new Cost(10_000_000, 20_000_000, 0, 0);

    private Records() {}

    /** One that was served at the second attempt: 10 tokens in, 5 out, 30 micro-dollars. */
    public static CallRecord served(String id, long startedMillis, @Nullable String tags) {
        return served(id, startedMillis, tags, new Usage(10, 5, 4, 1, 2, false), PRICE);
    }

    /** One that cost so much. */
    public static CallRecord costing(@Nullable Cost cost, String id) {
        return served(id, NOON, null, new Usage(10, 5, 4, 1, 2, false), cost);
    }

    /** One with a prompt of so many tokens. */
    public static CallRecord served(String id, long inputTokens) {
        return served(id, NOON, null, new Usage(inputTokens, 5, 0, 0, 0, false), PRICE);
    }

    private static CallRecord served(
            String id, long startedMillis, @Nullable String tags, Usage usage, @Nullable Cost cost) {
        return new CallRecord(
                id,
                startedMillis,
                "web",
                "shop",
                Dialect.OPENAI,
                Operation.CHAT,
                "smart",
                "smart",
                "acme",
                "large",
                "acme-1",
                "org-1",
                Outcome.OK,
                null,
                List.of(
                        new AttemptRecord("acme", "org-2", "acme-2", FailureClass.RATE_SHORT),
                        new AttemptRecord("acme", "org-1", "acme-1", null)),
                usage,
                cost,
                true,
                1_000,
                2_000,
                3_000,
                4_000,
                tags);
    }

    public static CallRecord served(String id) {
        return served(id, NOON, null);
    }

    /** One that nobody could serve. */
    public static CallRecord refused(String id, long startedMillis) {
        return new CallRecord(
                id,
                startedMillis,
                "web",
                null,
                Dialect.ANTHROPIC,
                Operation.EMBEDDINGS,
                "none",
                "unknown",
                null,
                null,
                null,
                null,
                Outcome.REFUSED,
                GatewayError.Kind.KEYS_EXHAUSTED,
                List.of(),
                Usage.NONE,
                null,
                false,
                0,
                0,
                0,
                1,
                null);
    }
}
