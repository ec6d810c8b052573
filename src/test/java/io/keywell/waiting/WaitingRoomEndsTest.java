package io.keywell.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.waiting.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How standing in the room ends other than by being served: by leaving, by closing, by a visitor's own fault. */
class WaitingRoomEndsTest {

    private final Stage stage = new Stage();
    private final SlidingPool pool = new SlidingPool(1, 60_000);
    private final WaitingRoom<SlidingPool> room = new WaitingRoom<>(stage, stage, RoomSettings.of(100));

    @Test
    void whoLeavesHearsNothingAndFreesItsPlace() {
        enter("a");
        stage.pass(40_000);
        Guest gone = guest("b", 30_000);
        Place place = room.enter(gone);
        Guest next = enter("b", 90_000);

        assertThat(place.leave()).isTrue();
        assertThat(place.leave()).isFalse();
        stage.pass(20_000);

        assertThat(gone.ends).isZero();
        assertThat(next.waitedMillis).isEqualTo(20_000);
    }

    @Test
    void whoIsServedOrRefusedCannotLeaveAnyMore() {
        assertThat(room.enter(guest("a", 30_000)).leave()).isFalse();
        assertThat(room.enter(guest("a", 30_000)).leave()).isFalse();
    }

    @Test
    void oneMayLeaveWhileAnotherIsToldItsEnd() {
        enter("a");
        stage.pass(40_000);
        List<Place> places = new ArrayList<>();
        Guest first = new Guest("b", stage, List.of(pool), g -> places.get(1).leave());
        Guest second = guest("b", 90_000);
        places.add(room.enter(first));
        places.add(room.enter(second));

        stage.pass(20_000);

        assertThat(first.served()).isTrue();
        assertThat(room.waiting()).isZero();
        stage.pass(90_000);
        assertThat(second.ends).isZero();
    }

    @Test
    void closingRefusesThoseWhoWaitAndThoseWhoCome() {
        enter("a");
        stage.pass(40_000);
        Guest waiting = enter("b");
        room.close();
        Guest late = enter("c");

        assertThat(waiting.refusal).isEqualTo(new Refusal(Reason.CLOSING, 0));
        assertThat(late.refusal.reason()).isEqualTo(Reason.CLOSING);
        room.capacityChanged();
        stage.pass(100_000);
        assertThat(waiting.ends).isOne();
        assertThat(stage.pending()).isZero();
    }

    @Test
    void aTryThatGivesBackWhatItTookDoesNotKeepTheRoomBusy() {
        enter("a");
        stage.pass(40_000);
        Guest clumsy = new Guest("b", stage, List.of(pool), g -> {}) {
            @Override
            public Taking<SlidingPool> tryTake() {
                room.capacityChanged();
                return super.tryTake();
            }
        };
        room.enter(clumsy);
        int before = stage.alarms();

        stage.pass(10_000);

        assertThat(stage.alarms() - before).isLessThan(20);
    }

    @Test
    void aTryThatBreaksHurtsOnlyItself() {
        enter("a");
        stage.pass(40_000);
        Guest broken = new Guest("b", stage, List.of(pool), g -> {}) {
            @Override
            public Taking<SlidingPool> tryTake() {
                if (stage.epochMillis() >= Stage.START + 60_000) {
                    throw new IllegalStateException("broken");
                }
                return super.tryTake();
            }
        };
        room.enter(broken);
        Guest next = enter("c", 90_000);

        assertThatThrownBy(() -> stage.pass(20_000)).hasMessage("broken");

        assertThat(broken.refusal.reason()).isEqualTo(Reason.NEVER);
        assertThat(next.served()).isTrue();
    }

    private Guest enter(String consumer) {
        return enter(consumer, 30_000);
    }

    private Guest enter(String consumer, long patience) {
        Guest guest = guest(consumer, patience);
        room.enter(guest);
        return guest;
    }

    private Guest guest(String consumer, long patience) {
        Guest guest = new Guest(consumer, stage, List.of(pool), g -> {});
        guest.patienceMillis = patience;
        return guest;
    }
}
