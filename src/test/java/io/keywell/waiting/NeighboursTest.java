package io.keywell.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.quota.Notes;
import io.keywell.waiting.Refusal.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Two rooms with a pool each that exchange notes at once, unless the test holds them back. */
class NeighboursTest {

    private static final long SOON = 500;

    private final Stage stage = new Stage();
    private final Desk deskOne = new Desk("one");
    private final Desk deskTwo = new Desk("two");
    private final SlidingPool poolOne = new SlidingPool(1, 60_000);
    private final SlidingPool poolTwo = new SlidingPool(1, 60_000);
    private final Map<String, Claim> claims = new HashMap<>();
    private final WaitingRoom<SlidingPool> one =
            new WaitingRoom<>(stage, stage, RoomSettings.of(100), deskOne, claims::putAll);
    private final WaitingRoom<SlidingPool> two =
            new WaitingRoom<>(stage, stage, RoomSettings.of(100), deskTwo, Claims.UNHEARD);

    @Test
    void aQuietRoomSendsNothingAndSetsNoTimer() {
        Guest guest = enter(one, poolOne, "a", 1);

        stage.pass(60_000);

        assertThat(guest.served()).isTrue();
        assertThat(stage.alarms()).isZero();
        assertThat(deskOne.notes).isEmpty();
    }

    @Test
    void whileSomebodyWaitsNotesGoOutAndOneMoreWhenNobodyDoes() {
        poolOne.take(stage.epochMillis());
        Place place = wait(one, poolOne, "a");
        stage.pass(1_400);
        assertThat(deskOne.notes).hasSize(9);
        stage.pass(10_000);
        assertThat(deskOne.notes).as("one a second is enough for nobody").hasSizeBetween(18, 21);

        place.leave();
        stage.pass(30_000);
        assertThat(last(deskOne).isEmpty()).isTrue();
        assertThat(deskOne.notes.stream().map(NoteFormat::decode).filter(NeighbourNote::isEmpty))
                .hasSize(1);
        assertThat(stage.pending()).isZero();
    }

    @Test
    void whoWasAloneForLongTakesUpThePaceOfOneThatBeginsElsewhere() {
        poolOne.take(stage.epochMillis());
        poolTwo.take(stage.epochMillis());
        wait(one, poolOne, "a");
        stage.pass(10_100);
        deskOne.notes.clear();

        Place place = wait(two, poolTwo, "b");
        stage.pass(SOON);
        assertThat(claims.get("model").part()).isBetween(0.45, 0.55);
        stage.pass(2_500);
        assertThat(deskOne.notes).hasSizeBetween(17, 21);

        place.leave();
        stage.pass(5_000);
        deskOne.notes.clear();
        stage.pass(5_000);
        assertThat(deskOne.notes).hasSizeBetween(4, 6);
    }

    @Test
    void eachIsToldItsPartOfALineThatBothWaitFor() {
        poolOne.take(stage.epochMillis());
        poolTwo.take(stage.epochMillis());
        wait(one, poolOne, "a");
        wait(two, poolTwo, "b");
        wait(two, poolTwo, "c");
        stage.pass(SOON);

        assertThat(claims.get("model").part()).isBetween(0.3, 0.37);
    }

    @Test
    void whatIsServedWithoutWaitingCountsWhileOthersWait() {
        poolTwo.take(stage.epochMillis());
        wait(two, poolTwo, "b");
        stage.pass(SOON);

        enter(one, poolOne, "a", 2);
        stage.pass(SOON);

        assertThat(last(deskOne).lines().get(0).served()).isOne();
    }

    @Test
    void aConsumerThatWaitsElsewhereAsWellYieldsToOneThatDoesNot() {
        poolOne.take(stage.epochMillis());
        poolTwo.take(stage.epochMillis());
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            wait(two, poolTwo, "a");
            guests.add(waiting(one, poolOne, i % 2 == 0 ? "a" : "b"));
        }
        stage.pass(SOON);
        for (int i = 0; i < 7; i++) {
            poolOne.giveBack();
            one.capacityChanged();
            stage.pass(1);
        }

        // Half of a's weight is here and all of b's: two for b to one for a, the first before anything was known.
        assertThat(guests.stream().filter(Guest::served).filter(guest -> guest.consumer.equals("b")))
                .hasSizeBetween(4, 5);
    }

    @Test
    void garbageIsIgnoredAndAReplicaThatHasGoneIsForgotten() {
        poolOne.take(stage.epochMillis());
        poolTwo.take(stage.epochMillis());
        wait(one, poolOne, "a");
        wait(two, poolTwo, "b");
        stage.pass(SOON);
        claims.clear();

        deskTwo.held = true;
        deskOne.hear("two", new byte[] {1, 2, 3});
        stage.pass(160);
        assertThat(claims).isNotEmpty();
        deskOne.hear("two", new byte[0]);
        claims.clear();
        stage.pass(5_000);
        assertThat(claims).isEmpty();
    }

    @Test
    void aTimeIsToldAsIfOnlyThePartOfThisReplicaCame() {
        poolOne.take(stage.epochMillis());
        poolTwo.take(stage.epochMillis());
        Guest alone = enter(one, poolOne, "a", 3);
        assertThat(told(alone)).isBetween(59L, 60L);
        wait(two, poolTwo, "b");
        stage.pass(SOON);

        Guest together = enter(one, poolOne, "a", 4);

        assertThat(told(together)).isGreaterThan(2 * 60);
    }

    @Test
    void aRetryThatReachesAnotherReplicaIsLetInThereAndNoLongerExpectedHere() {
        poolOne.take(stage.epochMillis());
        Guest refused = enter(one, poolOne, "a", 77);
        assertThat(refused.refusal.reason()).isEqualTo(Reason.TOO_LATE);
        assertThat(one.snapshot().promised()).isOne();
        stage.until(refused.refusal.retryAtMillis());
        poolTwo.take(stage.epochMillis() - 59_000);

        Guest retry = enter(two, poolTwo, "a", 77);
        assertThat(retry.ends).isZero();
        stage.pass(2_000);

        assertThat(retry.served()).isTrue();
        assertThat(one.snapshot().promised()).isZero();
    }

    @Test
    void aPromiseIsKeptOnceOverAllReplicas() {
        poolOne.take(stage.epochMillis());
        Guest refused = enter(one, poolOne, "a", 77);
        stage.until(refused.refusal.retryAtMillis());
        poolTwo.take(stage.epochMillis());
        enter(two, poolTwo, "a", 77);
        stage.pass(SOON);

        Guest again = enter(two, poolTwo, "a", 77);

        assertThat(again.refusal).isNotNull();
    }

    private long told(Guest guest) {
        return (guest.refusal.retryAtMillis() - stage.epochMillis()) / 1_000;
    }

    private Guest enter(WaitingRoom<SlidingPool> room, SlidingPool pool, String consumer, long fingerprint) {
        Guest guest = new Guest(consumer, stage, List.of(pool), ignored -> {});
        guest.patienceMillis = 0;
        guest.fingerprint = fingerprint;
        room.enter(guest);
        return guest;
    }

    private Place wait(WaitingRoom<SlidingPool> room, SlidingPool pool, String consumer) {
        return room.enter(patient(pool, consumer));
    }

    private Guest waiting(WaitingRoom<SlidingPool> room, SlidingPool pool, String consumer) {
        Guest guest = patient(pool, consumer);
        room.enter(guest);
        return guest;
    }

    private Guest patient(SlidingPool pool, String consumer) {
        Guest guest = new Guest(consumer, stage, List.of(pool), ignored -> {});
        guest.patienceMillis = 10_000_000;
        return guest;
    }

    private static NeighbourNote last(Desk desk) {
        return NoteFormat.decode(desk.notes.get(desk.notes.size() - 1));
    }

    /** One side of the exchange. */
    private final class Desk implements Notes {
        private final String replica;
        private final List<byte[]> notes = new ArrayList<>();
        private final List<BiConsumer<String, byte[]>> listeners = new ArrayList<>();
        private boolean held;

        Desk(String replica) {
            this.replica = replica;
        }

        @Override
        public void publish(String topic, byte[] note, Duration lifespan) {
            notes.add(note);
            if (!held) {
                (this == deskOne ? deskTwo : deskOne).hear(replica, note);
            }
        }

        @Override
        public void onNote(String topic, BiConsumer<String, byte[]> listener) {
            listeners.add(listener);
        }

        void hear(String from, byte[] note) {
            listeners.forEach(listener -> listener.accept(from, note));
        }
    }
}
