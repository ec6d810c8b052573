package io.keywell.quota.rule;

/** What a window will grant if each need is granted as soon as it fits. */
record Forecast(SlotRing ring, ForeignUse foreign, long now) {

    /**
     * How many needs can be granted from now until then. What is granted at t is back a period later, so beyond one period
     * the pattern repeats.
     *
     * @param free what is free now, at present
     * @param whole how many needs a whole window holds
     */
    long needs(long until, long amount, long free, long whole) {
        WindowShape shape = ring.shape();
        if (!shape.slides()) {
            long starts = shape.slots().at(until) - ring.newest();
            long present = starts > 0 ? free : free + foreign.returnedBy(until);
            return Math.max(0, present) / amount + saturatedProduct(whole, Math.max(0, starts));
        }
        long periods = (until - now) / shape.periodMillis();
        long rest = now + (until - now) % shape.periodMillis();
        long present = free + ring.returnedBy(rest) + foreign.returnedBy(rest);
        return Math.max(0, present) / amount + saturatedProduct(whole, periods);
    }

    /** Of two amounts that are not negative; stops well below overflow. */
    static long saturatedProduct(long a, long b) {
        long most = 1L << 60;
        return a == 0 || b <= most / a ? a * b : most;
    }
}
