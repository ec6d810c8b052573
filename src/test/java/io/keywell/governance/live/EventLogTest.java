package io.keywell.governance.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.quota.ManualClock;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private final ManualClock clock = new ManualClock("2026-05-04T12:00:00Z");
    private final EventLog log = new EventLog("life", clock);

    @Test
    void aReaderIsToldInOrder() {
        AssertSubscriber<StateEvent> reader = reader(null, 100);

        report(3);

        assertThat(ids(reader)).containsExactly("life-1", "life-2", "life-3");
    }

    @Test
    void nothingIsToldBeforeItIsDelivered() {
        AssertSubscriber<StateEvent> reader = reader(null, 100);

        log.report("catalog", Map.of());

        assertThat(log.hasReports()).isTrue();
        assertThat(reader.getItems()).isEmpty();
    }

    @Test
    void whoComesBackGetsWhatItMissed() {
        report(5);

        assertThat(ids(reader("life-3", 100))).containsExactly("life-4", "life-5");
        assertThat(ids(reader("life-5", 100))).isEmpty();
        assertThat(ids(reader("life-0", 100))).hasSize(5);
    }

    @Test
    void whoMissedTooMuchOrKnowsAnotherLifeIsToldThatSomethingIsLost() {
        report(2_000);

        for (String unknown : List.of("life-1", "other-5", "life-3000", "life-x", "life--1", "nonsense")) {
            assertThat(reader(unknown, 100).getItems())
                    .extracting(StateEvent::type)
                    .as(unknown)
                    .containsExactly("lost");
        }
    }

    @Test
    void aReaderThatDoesNotReadIsCutAndTheOthersAreNot() {
        AssertSubscriber<StateEvent> slow = reader(null, 1);
        AssertSubscriber<StateEvent> quick = reader(null, Long.MAX_VALUE);

        report(3_000);

        slow.request(Long.MAX_VALUE).assertCompleted();
        assertThat(quick.getItems()).hasSize(3_000);
        assertThat(log.readers()).isEqualTo(1);
    }

    @Test
    void moreReportsThanFitAreDroppedAndThatIsTold() {
        AssertSubscriber<StateEvent> reader = reader(null, Long.MAX_VALUE);

        for (int i = 0; i < 10_000; i++) {
            log.report("catalog", Map.of());
        }
        log.deliver();

        assertThat(reader.getItems()).hasSize(4_097);
        assertThat(reader.getLastItem().type()).isEqualTo("lost");
    }

    @Test
    void whoLeavesIsForgotten() {
        AssertSubscriber<StateEvent> reader = reader(null, 100);
        reader.cancel();

        report(1);

        assertThat(log.readers()).isZero();
        assertThat(reader.getItems()).isEmpty();
    }

    @Test
    void aBeatIsNotKept() {
        AssertSubscriber<StateEvent> reader = reader(null, 100);

        log.beat();

        assertThat(reader.getItems()).extracting(StateEvent::type).containsExactly("alive");
        assertThat(ids(reader("life-0", 100))).isEmpty();
    }

    private void report(int events) {
        for (int i = 0; i < events; i++) {
            log.report("catalog", Map.of("number", i));
            log.deliver();
        }
    }

    private AssertSubscriber<StateEvent> reader(String lastId, long requests) {
        return log.follow(lastId).subscribe().withSubscriber(AssertSubscriber.create(requests));
    }

    private static List<String> ids(AssertSubscriber<StateEvent> reader) {
        return reader.getItems().stream().map(StateEvent::id).toList();
    }
}
