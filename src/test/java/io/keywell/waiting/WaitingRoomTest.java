package io.keywell.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.waiting.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {

    private final Stage stage = new Stage();
    private final SlidingPool pool = new SlidingPool(1, 60_000);
    private final List<String> served = new ArrayList<>();
    private WaitingRoom<SlidingPool> room = new WaitingRoom<>(stage, stage, RoomSettings.of(100));

    @Test
    void whoComesToAQuietLineIsServedAtOnce() {
        Guest guest = enter("a");

        assertThat(guest.waitedMillis).isZero();
        assertThat(stage.alarms()).isZero();
    }

    @Test
    void whoWillBeServedBeforeItsDeadlineWaitsForTheMomentThatTheTryNamed() {
        enter("a");
        stage.pass(40_000);
        Guest second = enter("b");
        assertThat(second.ends).isZero();
        assertThat(room.waiting()).isOne();

        stage.pass(19_999);
        assertThat(second.ends).isZero();
        stage.pass(1);

        assertThat(second.waitedMillis).isEqualTo(20_000);
        assertThat(room.waiting()).isZero();
    }

    @Test
    void whoCannotBeServedInTimeIsRefusedAtOnceAndServedWhenItReturnsAsTold() {
        enter("a");
        stage.pass(10_000);

        Guest early = enter("b");
        assertThat(early.refusal.reason()).isEqualTo(Reason.TOO_LATE);
        assertThat(early.refusal.retryAtMillis() - stage.epochMillis())
                .isBetween(49_000L, 50_000L)
                .satisfies(delay -> assertThat(delay % 1_000).isZero());

        stage.until(early.refusal.retryAtMillis());
        Guest retry = enter("b");
        stage.pass(1_000);
        assertThat(retry.served()).isTrue();
    }

    @Test
    void whoReturnsAsToldIsServedEvenIfItDoesNotWait() {
        enter("a");
        Guest early = enter("b", 0);

        stage.until(early.refusal.retryAtMillis());
        Guest retry = enter("b", 0);
        stage.pass(1_000);

        assertThat(retry.served()).isTrue();
    }

    @Test
    void whoDoesNotWaitStillHearsTheAnswerOfThoseWhoCount() {
        Guest guest = asking("a");
        assertThat(guest.ends).isZero();

        stage.pass(5);
        guest.asking = false;
        room.capacityChanged();
        stage.pass(0);

        assertThat(guest.waitedMillis).isEqualTo(5);
    }

    @Test
    void whoDoesNotWaitIsRefusedWhenThoseWhoCountSayThatNothingIsLeft() {
        Guest guest = asking("a");
        pool.take(stage.epochMillis());
        guest.asking = false;

        stage.pass(500);

        assertThat(guest.refusal.reason()).isEqualTo(Reason.TOO_LATE);
    }

    @Test
    void whoDoesNotWaitIsRefusedWhenNobodyAnswers() {
        Guest guest = asking("a");

        stage.pass(499);
        assertThat(guest.ends).isZero();
        stage.pass(1);

        assertThat(guest.refusal.reason()).isEqualTo(Reason.TOO_LATE);
    }

    @Test
    void whoComesLaterDoesNotOvertake() {
        enter("a");
        stage.pass(40_000);
        Guest first = enter("b", 90_000);
        Guest second = enter("b", 90_000);

        stage.pass(19_999);
        pool.giveBack();
        Guest fresh = enter("c", 200_000);
        stage.pass(1);

        assertThat(first.served()).isTrue();
        assertThat(second.ends).isZero();
        assertThat(fresh.ends).isZero();
    }

    @Test
    void capacityThatComesBackServesTheNextWithoutDelay() {
        enter("a");
        stage.pass(40_000);
        Guest second = enter("b");

        pool.giveBack();
        room.capacityChanged();
        room.capacityChanged();
        assertThat(second.ends).as("never inside the caller's own turn").isZero();
        stage.pass(0);

        assertThat(second.waitedMillis).isZero();
    }

    @Test
    void capacityThatNobodyAnnouncedIsFoundWithinASecond() {
        enter("a");
        stage.pass(40_000);
        Guest second = enter("b");

        pool.giveBack();
        stage.pass(1_000);

        assertThat(second.served()).isTrue();
    }

    @Test
    void whoseDeadlinePassesIsRefusedThenAndIsNextWhenItReturns() {
        enter("a");
        stage.pass(40_000);
        Guest patient = enter("b");
        pool.giveBack();
        assertThat(pool.take(stage.epochMillis())).as("somebody else takes it").isTrue();

        stage.pass(30_000);
        assertThat(patient.refusal.reason()).isEqualTo(Reason.TOO_LATE);
        assertThat(stage.epochMillis()).isEqualTo(patient.deadlineMillis());

        Guest other = enter("b", 90_000);
        stage.until(patient.refusal.retryAtMillis());
        Guest retry = enter("b");
        stage.pass(2_000);
        assertThat(retry.served()).isTrue();
        assertThat(other.ends).isZero();
    }

    @Test
    void whoCanNeverBeServedIsToldSo() {
        Guest guest = new Guest("a", stage, List.of(), g -> {});
        room.enter(guest);

        assertThat(guest.refusal).isEqualTo(new Refusal(Reason.NEVER, 0));
        assertThat(room.snapshot().promised()).isZero();
    }

    @Test
    void oneWhoWaitsAndCanNeverBeServedAnyMoreDoesNotBlockTheOthers() {
        enter("a");
        stage.pass(40_000);
        List<SlidingPool> pools = new ArrayList<>(List.of(pool));
        Guest stranded = new Guest("b", stage, pools, g -> {});
        room.enter(stranded);
        Guest next = enter("c", 90_000);

        pools.clear();
        stage.pass(20_000);

        assertThat(stranded.refusal.reason()).isEqualTo(Reason.NEVER);
        assertThat(next.served()).isTrue();
    }

    @Test
    void theRoomAndAConsumersPartOfItAreBounded() {
        room = new WaitingRoom<>(stage, stage, new RoomSettings(3, 2, 100, 5_000));
        enter("x");
        assertThat(enter("a", 900_000).ends).isZero();
        assertThat(enter("a", 900_000).ends).isZero();
        assertThat(enter("a", 900_000).refusal.reason()).isEqualTo(Reason.ROOM_FULL);
        assertThat(enter("b", 900_000).ends).isZero();
        Guest last = enter("c", 900_000);
        assertThat(last.refusal.reason()).isEqualTo(Reason.ROOM_FULL);
        assertThat(last.refusal.retryAtMillis()).isGreaterThan(stage.epochMillis());
        assertThat(room.waiting()).isEqualTo(3);
    }

    @Test
    void linesDoNotWaitForEachOther() {
        enter("a");
        stage.pass(40_000);
        Guest waiting = enter("b");
        Guest other = new Guest("b", stage, List.of(new SlidingPool(1, 60_000)), g -> {});
        other.line = "other";
        room.enter(other);

        assertThat(other.served()).isTrue();
        assertThat(waiting.ends).isZero();
    }

    @Test
    void consumersTakeTurnsWhateverTheOrderOfTheirArrival() {
        SlidingPool six = new SlidingPool(6, 60_000);
        for (int i = 0; i < 6; i++) {
            six.take(stage.epochMillis());
        }
        stage.pass(40_000);
        for (String consumer : List.of("a", "a", "a", "a", "b", "b")) {
            Guest guest = new Guest(consumer, stage, List.of(six), g -> served.add(g.consumer));
            room.enter(guest);
        }

        stage.pass(20_000);

        assertThat(served).containsExactly("a", "b", "a", "b", "a", "a");
    }

    @Test
    void whoWasIdleHasNotSavedUp() {
        SlidingPool many = new SlidingPool(20, 60_000);
        for (int i = 0; i < 20; i++) {
            many.take(stage.epochMillis());
        }
        stage.pass(40_000);
        for (int i = 0; i < 12; i++) {
            room.enter(new Guest("busy", stage, List.of(many), g -> served.add(g.consumer)));
        }
        stage.pass(20_000);
        served.clear();
        for (int i = 0; i < 8; i++) {
            many.take(stage.epochMillis());
        }
        stage.pass(40_000);
        for (int i = 0; i < 6; i++) {
            room.enter(new Guest(i < 3 ? "busy" : "idle", stage, List.of(many), g -> served.add(g.consumer)));
        }

        stage.pass(20_000);

        assertThat(served).containsSubsequence("idle", "busy", "idle", "busy", "idle");
    }

    @Test
    void theSnapshotTellsHowLongAndHowMany() {
        enter("a");
        stage.pass(40_000);
        enter("b");
        stage.pass(5_000);

        RoomSnapshot snapshot = room.snapshot();

        assertThat(snapshot.waiting()).isOne();
        assertThat(snapshot.lines()).hasSize(1);
        assertThat(snapshot.lines().get(0).oldestWaitMillis()).isEqualTo(5_000);
        assertThat(snapshot.lines().get(0).expectedWaitMillis()).isBetween(74_000L, 76_000L);
    }

    private Guest enter(String consumer) {
        return enter(consumer, 30_000);
    }

    private Guest enter(String consumer, long patience) {
        Guest guest = guest(consumer, patience);
        room.enter(guest);
        return guest;
    }

    /** Does not wait, and finds that those who count have not answered yet. */
    private Guest asking(String consumer) {
        Guest guest = guest(consumer, 0);
        guest.asking = true;
        room.enter(guest);
        return guest;
    }

    private Guest guest(String consumer, long patience) {
        Guest guest = new Guest(consumer, stage, List.of(pool), g -> served.add(g.consumer));
        guest.patienceMillis = patience;
        return guest;
    }
}
