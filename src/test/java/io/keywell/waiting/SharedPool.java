package io.keywell.waiting;

import java.util.ArrayList;
import java.util.List;

/**
 * A pool whose permits replicas lease from one cell, each a part of what is left, at most so many in any window, cut into
 * slots: a permit belongs to a slot and is dead after it. A replica asks every few milliseconds while it wants more, by
 * its demand or by the part that it was told less than a second ago.
 */
final class SharedPool implements Pool {

    record Shape(int limit, long windowMillis, long slotMillis) {}

    private static final long POLL = 40;
    private static final long TOLD_HOLDS = 1_000;
    private static final double CAUTION = 0.6;

    private final Stage stage;
    private final int limit;
    private final long slotMillis;
    private final int slots;
    private final long[] granted;
    private final List<Lease> leases = new ArrayList<>();
    private long slot;
    private long used;

    SharedPool(Stage stage, Shape shape) {
        this.stage = stage;
        this.limit = shape.limit;
        this.slotMillis = shape.slotMillis;
        this.slots = (int) (shape.windowMillis / shape.slotMillis);
        this.granted = new long[slots];
        this.slot = stage.epochMillis() / slotMillis;
    }

    @Override
    public long used() {
        return used;
    }

    @Override
    public double capacity() {
        return (double) limit / (slots * slotMillis);
    }

    @Override
    public Tap tap(int number, long pollOffset) {
        Lease lease = new Lease();
        leases.add(lease);
        stage.plan(stage.epochMillis() + pollOffset, lease::poll);
        return lease;
    }

    private long left() {
        long now = stage.epochMillis() / slotMillis;
        for (; slot < now; slot++) {
            // What was leased for the ended slot and not used goes back.
            for (Lease lease : leases) {
                granted[(int) (slot % slots)] -= lease.have;
                lease.have = 0;
            }
            granted[(int) ((slot + 1) % slots)] = 0;
        }
        long sum = 0;
        for (long inSlot : granted) {
            sum += inSlot;
        }
        return limit - sum;
    }

    /** One replica's side. */
    private final class Lease implements Tap {
        private Runnable onFreed = () -> {};
        private long have;
        private long wanted;
        private double demand;
        private double part = Double.NaN;
        private long toldMillis;
        private double carried;
        private boolean dead;

        @Override
        public boolean take() {
            left();
            wanted++;
            if (have == 0) {
                return false;
            }
            have--;
            used++;
            return true;
        }

        @Override
        public void onFreed(Runnable listener) {
            onFreed = listener;
        }

        @Override
        public void share(Claim claim) {
            part = claim.part();
            toldMillis = stage.epochMillis();
        }

        /** What it has is lost until its slot leaves the window. */
        @Override
        public void crash() {
            dead = true;
            left();
            have = 0;
        }

        @Override
        public long retryAt() {
            return stage.epochMillis() + POLL;
        }

        /** Over all replicas, as if each permit were taken again the moment that it is free. */
        @Override
        public long grantable(long until, long enough) {
            long left = left();
            long now = stage.epochMillis();
            long window = slots * slotMillis;
            long count = (have + left) * ((until - now) / window + 1);
            for (int i = 0; i < slots && count < enough; i++) {
                long back = (slot - i + slots) * slotMillis;
                if (back <= until) {
                    long mine = i == 0 ? have : 0;
                    count += (granted[(int) ((slot - i + slots) % slots)] - mine) * ((until - back) / window + 1);
                }
            }
            return Math.min(enough, count);
        }

        private void poll() {
            if (dead) {
                return;
            }
            demand = demand * 0.9 + wanted * 0.1;
            long left = left();
            long got = Math.min(left, told() ? dueOf(left) : Math.min(asked(), byDemand(left)));
            wanted = 0;
            if (got > 0) {
                granted[(int) (slot % slots)] += got;
                have += got;
                onFreed.run();
            }
            stage.plan(stage.epochMillis() + POLL, this::poll);
        }

        private boolean told() {
            return !Double.isNaN(part) && stage.epochMillis() - toldMillis < TOLD_HOLDS;
        }

        /** What is too little for a whole permit adds up. */
        private long dueOf(long left) {
            double due = left * CAUTION * part;
            carried = Math.min(1, carried + due - Math.floor(due));
            if (due >= 1 || carried < 1) {
                return (long) due;
            }
            carried = 0;
            return 1;
        }

        private long asked() {
            return wanted == 0 ? 0 : Math.max(1, Math.round(demand * 4) - have);
        }

        private long byDemand(long left) {
            double all = leases.stream()
                    .filter(lease -> !lease.dead)
                    .mapToDouble(lease -> lease.demand)
                    .sum();
            return Math.max(1, (long) (left * CAUTION * demand / all));
        }
    }
}
