package io.keywell.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.quota.Permit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {

    private final List<CallRecord> first = new ArrayList<>();
    private final List<CallRecord> second = new ArrayList<>();
    private final Settlement settlement = new Settlement(List.of(first::add, second::add));

    private static CallRecord record(Outcome outcome, Usage usage) {
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
                null,
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

    private static final class NotedPermit implements Permit {
        private final List<String> ends = new ArrayList<>();

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
