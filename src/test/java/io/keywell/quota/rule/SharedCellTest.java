package io.keywell.quota.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.Observation;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The cell that replicas share: its bytes, what may be leased of it, whose share is how large. */
class SharedCellTest {

    private static final long START = 1_772_618_400_000L;
    private static final Precision SECONDS = new Precision(60, 0);
    private static final Dimension REQUESTS = Dimension.REQUESTS_PER_MINUTE;

    private static Limits limits(Window window, long requests) {
        return new Limits(List.of(
                new Limit(REQUESTS, requests, window),
                new Limit(Dimension.TOKENS_PER_MINUTE, requests * 1_000, window)));
    }

    private static SharedCell cell(Window window, long requests) {
        SharedCell cell = SharedCell.empty(SECONDS, 42, START);
        cell.limit(limits(window, requests));
        return cell;
    }

    private static SharedCell anyCell(Random random) {
        Window[] windows = {Window.SLIDING, Window.FIXED, new Window.Midnight(ZoneId.of("America/Los_Angeles"))};
        SharedCell cell = SharedCell.empty(SECONDS, random.nextLong(), START);
        Dimension[] dimensions = Dimension.values();
        cell.limit(new Limits(Arrays.stream(dimensions)
                .filter(dimension -> random.nextBoolean())
                .map(dimension -> new Limit(dimension, 1 + random.nextInt(5_000), windows[random.nextInt(3)]))
                .toList()));
        long now = START;
        for (int i = random.nextInt(80); i > 0; i--) {
            now += random.nextInt(3_000);
            cell.advance(now);
            for (WindowCount window : cell.windows()) {
                window.lease(random.nextInt(50), random.nextInt(4) == 0);
                window.takeBack(window.slot() - random.nextInt(3), random.nextInt(20));
            }
            cell.observe(
                    new Observation(
                            dimensions[random.nextInt(dimensions.length)],
                            random.nextInt(3) - 1L,
                            random.nextInt(100) - 1L,
                            now + random.nextInt(9_000)),
                    0);
            ReplicaRow row = cell.touch(random.nextInt(5), i, now);
            row.demand(random.nextDouble() * 1_000, random.nextBoolean() ? Double.NaN : random.nextDouble());
            row.held(random.nextInt(10), random.nextBoolean());
            row.leasedUntil(now + random.nextInt(2_000));
        }
        if (random.nextInt(5) == 0) {
            cell.lose(now - random.nextInt(50_000));
        }
        return cell;
    }

    @Test
    void whatIsWrittenIsRead() {
        for (int seed = 0; seed < 2_000; seed++) {
            byte[] bytes = anyCell(new Random(seed)).encode(9, seed);
            SharedCell read = SharedCell.decode(bytes, SECONDS);
            assertThat(read.encode(9, seed)).as("seed " + seed).isEqualTo(bytes);
            read.advance(read.timeMillis() + 500_000_000);
            assertThat(read.isQuiet()).as("seed " + seed).isTrue();
        }
    }

    @Test
    void garbageIsRefusedAndNothingElseHappens() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] bytes = anyCell(random).encode(1, 1);
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            assertThatThrownBy(() -> SharedCell.decode(cut, SECONDS))
                    .as("seed " + seed)
                    .isInstanceOf(IllegalArgumentException.class);
            byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
            assertThatThrownBy(() -> SharedCell.decode(more, SECONDS)).isInstanceOf(IllegalArgumentException.class);
            for (int i = 0; i < 50; i++) {
                byte[] flipped = bytes.clone();
                flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                try {
                    SharedCell.decode(flipped, SECONDS);
                } catch (IllegalArgumentException expected) {
                    continue;
                } catch (RuntimeException e) {
                    fail("seed " + seed, e);
                }
            }
        }
    }

    @Test
    void aBusyCellOfTwoDimensionsAndThreeReplicasIsSmall() {
        SharedCell cell = cell(Window.SLIDING, 3_000);
        for (int i = 0; i < 120; i++) {
            cell.advance(START + i * 1_000L);
            for (WindowCount window : cell.windows()) {
                window.lease(window.limit() / 61, false);
            }
            cell.touch(Long.MIN_VALUE + i % 3, i, START + i * 1_000L).demand(300, Double.NaN);
        }
        assertThat(cell.encode(Long.MIN_VALUE, 1_000_000).length).isLessThan(500);
    }

    @Test
    void noTwoWritersWriteTheSame() {
        SharedCell cell = cell(Window.FIXED, 10);
        assertThat(cell.encode(1, 7)).isNotEqualTo(cell.encode(2, 7)).isNotEqualTo(cell.encode(1, 8));
    }

    @Test
    void whatIsLeasedAheadCountsWhenItsSlotBeginsAndIsRespectedBefore() {
        SharedCell cell = cell(Window.SLIDING, 60);
        WindowCount window = cell.find(REQUESTS);
        window.lease(20, false);
        cell.advance(START + 60_900);
        assertThat(window.leasable()).isEqualTo(40);
        assertThat(window.leasableAhead())
                .as("the first slot is out of the window then")
                .isEqualTo(60);
        window.lease(50, true);
        assertThat(window.leasable()).isEqualTo(10);
        window.lease(10, false);
        cell.advance(START + 61_000);
        assertThat(window.sum()).isEqualTo(60);
        assertThat(window.leasable()).isZero();
    }

    @Test
    void ofAFixedWindowTheNextOneIsLeasedByItself() {
        SharedCell cell = cell(Window.FIXED, 10);
        WindowCount window = cell.find(REQUESTS);
        window.lease(10, false);
        assertThat(window.leasable()).isZero();
        window.lease(4, true);
        assertThat(window.leasableAhead()).isEqualTo(6);
        cell.advance(START + 60_000);
        assertThat(window.leasable()).isEqualTo(6);
    }

    @Test
    void itsTimeNeverGoesBack() {
        SharedCell cell = cell(Window.SLIDING, 10);
        WindowCount window = cell.find(REQUESTS);
        cell.advance(START + 5_000);
        window.lease(10, false);
        cell.advance(START + 1_000);
        assertThat(cell.timeMillis()).isEqualTo(START + 5_000);
        assertThat(window.leasable()).isZero();
    }

    @Test
    void sharesFollowDemandAndWhatIsToldTakesItsPlace() {
        SharedCell cell = cell(Window.SLIDING, 10);
        cell.touch(1, 1, START).demand(60, Double.NaN);
        cell.touch(2, 1, START).demand(30, Double.NaN);
        cell.touch(3, 1, START).demand(10, Double.NaN);
        assertThat(cell.share(1)).isEqualTo(0.6, within(1e-9));
        assertThat(cell.shareAhead(3, START + 1_000)).isEqualTo(0.1, within(1e-9));
        cell.row(1).leasedUntil(START + 1_001);
        assertThat(cell.shareAhead(3, START + 1_000))
                .as("of what the first has left")
                .isEqualTo(0.25, within(1e-9));
        cell.row(2).leasedUntil(START + 1_001);
        assertThat(cell.shareAhead(3, START + 1_000))
                .as("the last takes the rest")
                .isEqualTo(1, within(1e-9));
        cell.touch(3, 2, START).demand(10, 0.5);
        assertThat(cell.share(3)).isEqualTo(0.5, within(1e-9));
        cell.advance(START + 4_000);
        cell.touch(2, 2, START + 4_000).demand(30, Double.NaN);
        assertThat(cell.share(2)).as("the others were not heard of").isEqualTo(1, within(1e-9));
    }

    @Test
    void whatIsRememberedOfALostCellIsCountedAgainAndTheMinuteStaysClosed() {
        SharedCell before = cell(Window.SLIDING, 60);
        before.find(REQUESTS).lease(50, false);
        SharedCell after = SharedCell.empty(SECONDS, 43, START + 2_000);
        after.limit(limits(Window.SLIDING, 60));
        after.find(REQUESTS).lease(5, false);
        assertThat(after.lose(START + 2_000)).isTrue();
        after.recover(43, before);
        assertThat(after.find(REQUESTS).sum()).isEqualTo(55);
        assertThat(after.closedUntil(after.find(REQUESTS))).isEqualTo(START + 63_000);
        SharedCell read = SharedCell.decode(after.encode(1, 1), SECONDS);
        assertThat(read.closedUntil(read.find(REQUESTS))).isEqualTo(START + 63_000);
        read.advance(START + 63_000);
        assertThat(read.closedUntil(read.find(REQUESTS))).isZero();
    }

    @Test
    void seatsOfAReplicaThatWasNotHeardOfAreFree() {
        SharedCell cell = cell(Window.SLIDING, 10);
        cell.touch(1, 1, START).held(5, false);
        assertThat(cell.heldByOthers(2)).isEqualTo(5);
        assertThat(cell.heldByOthers(1)).isZero();
        cell.advance(START + 16_000);
        assertThat(cell.heldByOthers(2)).isEqualTo(5);
        cell.advance(START + 16_001);
        assertThat(cell.heldByOthers(2)).isZero();
    }
}
