package io.keywell.simulator;

/** Counts of a pool or of a key, guarded by the pool. */
final class Tally {

    private long admitted;
    private long refused;
    private long faulted;

    void admitted() {
        admitted++;
    }

    void refused() {
        refused++;
    }

    void faulted() {
        faulted++;
    }

    void reset() {
        admitted = 0;
        refused = 0;
        faulted = 0;
    }

    PoolReport.Totals totals() {
        return new PoolReport.Totals(admitted, refused, faulted);
    }
}
