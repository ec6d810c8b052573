package io.keywell.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Cost;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.quota.Permit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettlementTest {

    private final List<CallRecord> first = new ArrayList<>();
    private final List<CallRecord> second = new ArrayList<>();
    private final Settlement settlement = new Settlement(List.of(first::add, second::add));

    private static CallRecord record(Outcome outcome, Usage usage) {
        return record(outcome, usage, null);
    }

    private static CallRecord record(Outcome outcome, Usage usage, @Nullable Cost cost) {
        return new CallRecord(
                "id",
                1_750_000_000_000L,
                "web",
                null,
                Dialect.OPENAI,
                Operation.CHAT,
                "smart",
                "smart",
                "acme",
                "large",
                "a",
                "p",
                outcome,
                null,
                List.of(),
                usage,
                cost,
                false,
                0,
                0,
                0,
                1,
                null);
    }

    @Test
    void whatReachedAProviderIsSettledWithItsUsage() {
        NotedPermit permit = new NotedPermit();
        settlement.end(record(Outcome.OK, Usage.reported(7, 3)), permit, true);
        assertThat(permit.ends).containsExactly("settled 7+3");
    }

    @Test
    void whereMoneyIsCountedTheRealCostIsTold() {
        List<Long> told = new ArrayList<>();
        Permit permit = new NotedPermit() {
            @Override
            public boolean settle(long inputTokens, long outputTokens, long micros) {
                return told.add(micros);
            }
        };
        settlement.end(record(Outcome.OK, Usage.reported(7, 3), new Cost(2_000_000, 3_000_000, 0, 0)), permit, true);
        settlement.end(record(Outcome.FAILED, Usage.NONE), permit, true);
        assertThat(told).containsExactly(5L, 0L);
    }

    @Test
    void whatReachedNobodyIsGivenBack() {
        NotedPermit permit = new NotedPermit();
        settlement.end(record(Outcome.REFUSED, Usage.NONE), permit, false);
        assertThat(permit.ends).containsExactly("released");
    }

    @Test
    void everySinkGetsTheRecordAlsoWithoutAPermit() {
        CallRecord record = record(Outcome.CANCELLED, Usage.NONE);
        settlement.end(record, null, true);
        assertThat(first).containsExactly(record);
        assertThat(second).containsExactly(record);
    }

    private static class NotedPermit implements Permit {
        final List<String> ends = new ArrayList<>();

        @Override
        public boolean settle(long inputTokens, long outputTokens) {
            return ends.add("settled " + inputTokens + "+" + outputTokens);
        }

        @Override
        public boolean release() {
            return ends.add("released");
        }
    }
}
